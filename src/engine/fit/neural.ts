/**
 * The neural model.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/neural.go.
 */
import { Covariate } from '../clean/align';
import { Calendar } from '../features/calendar';
import { columnOf, Matrix } from '../features/matrix';
import type { Scratch } from '../features/scratch';
import { predictNetwork } from '../neural/forward';
import { Network } from '../neural/network';
import { add, Linear, linearAt, standardDesign } from './linear';

/**
 * A linear model and a multi-layer perceptron for its residuals: center + spread·output of the linear model's
 * standardised
 * columns, each at most FAR_COLUMN from 0, is added to the prediction of the linear model. Part of a model, hence
 * plain data.
 */
export interface Neural {
  linear: Linear;
  /** Of the linear model's residuals. */
  center: number;
  /** 0: the network did not pay and says nothing. */
  spread: number;
  network: Network;
}

/** Bounds a standardised column: a network is not reliable beyond its training range. */
const FAR_COLUMN = 8;

/**
 * The expected value at instants, shape [n], in the history's unit; NaN where a regressor is missing. Nothing is
 * modified but the scratch, which lends memory. Twin: Neural.Predict.
 */
export function predictNeural(
  model: Neural,
  calendar: Calendar,
  covariates: Covariate[],
  scratch: Scratch
): Float64Array {
  const x = standardDesign(model.linear, calendar, covariates, scratch);
  const out = linearAt(model.linear, x, calendar);
  add(out, leftover(model, rowsOf(x)));
  scratch.leave(x);
  return out;
}

/** What the network adds for rows of inputs, shape [n]. Twin: Neural.leftover. */
export function leftover({ network, center, spread }: Omit<Neural, 'linear'>, rows: Float64Array): Float64Array {
  return predictNetwork(network, rows).map((v) => center + spread * v);
}

/** A standardised design as a network takes it: row after row, and bounded. */
export function rowsOf(x: Matrix): Float64Array {
  const out = new Float64Array(x.rows * x.cols);
  for (let j = 0; j < x.cols; j++) {
    const column = columnOf(x, j);
    for (let i = 0; i < x.rows; i++) {
      out[i * x.cols + j] = within(column[i], FAR_COLUMN);
    }
  }
  return out;
}

/** v, or the bound that it is beyond; NaN stays NaN. */
export function within(v: number, bound: number): number {
  return v > bound ? bound : v < -bound ? -bound : v;
}
