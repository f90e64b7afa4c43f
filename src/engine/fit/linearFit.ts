/**
 * Learns a linear model.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/linearFit.go. Numbers: spec/vectors/fit.
 */
import { mad } from '../features/bins';
import { columnOf, design, Matrix } from '../features/design';
import { Recipe } from '../features/recipe';
import { mean } from '../num/mean';
import { DAY_MS } from '../zone/zone';
import { solveGram } from './cholesky';
import { crossFit } from './crossFit';
import { gramOf } from './gram';
import { REST_SLOT_MS } from './linear';
import type { Candidate } from './model';
import { ProfileShape, slotsOf } from './profile';
import { Sample } from './sample';

/** The spec's choices. */
export interface LinearOptions {
  /** Penalty per row on each standardised coefficient but the level. */
  ridge: number;
  /** Whether far rows lose their weight. */
  robust: boolean;
}

/** A linear model in the making. */
export interface LinearMaking {
  sample: Sample;
  recipe: Recipe;
  ridge: number;
  /** Standardised, shape [n × columns]. */
  x: Matrix;
  mean: Float64Array;
  deviation: Float64Array;
  /** Shape [n]. */
  weights: Float64Array;
  /** The leftover shape's form, and the slot of each row; absent where a day has no shape. */
  rest?: { shape: ProfileShape; slot: Int32Array };
}

/**
 * Learns a linear model. Nothing is modified.
 *
 * @param sample - n ≥ 1 rows
 * @throws those of gramOf and solveGram, which none of our samples gives
 * @see Hoerl & Kennard (1970); Beaton & Tukey (1974) for the weights. Twin: FitLinear
 */
export function fitLinear(sample: Sample, recipe: Recipe, { ridge, robust }: LinearOptions): Candidate {
  const x = design(recipe, sample.calendar, sample.explainers);
  const weights = new Float64Array(x.rows).fill(1);
  const making: LinearMaking = { sample, recipe, ridge, x, ...standardise(x), weights };
  if (robust) {
    reweight(making);
  }
  if (recipe.day > 0 && recipe.spanMs >= 3 * DAY_MS) {
    const slotMs = Math.max(sample.stepMs, REST_SLOT_MS);
    const shape = { slotMs, weekend: recipe.spanMs >= 10 * DAY_MS, week: false };
    making.rest = { shape, slot: slotsOf(shape, sample.calendar) };
  }
  return crossFit(making);
}

/** Columns are near 1, so a deviation below this is rounding. */
const CONSTANT_COLUMN = 1e-9;

/** Brings each column but the first to mean 0 and deviation 1, in place; a constant column becomes zeros. */
function standardise(x: Matrix): { mean: Float64Array; deviation: Float64Array } {
  const means = new Float64Array(x.cols);
  const deviations = new Float64Array(x.cols);
  deviations[0] = 1;
  for (let j = 1; j < x.cols; j++) {
    const column = columnOf(x, j);
    means[j] = mean(column);
    let squares = 0;
    for (let i = 0; i < column.length; i++) {
      column[i] -= means[j];
      squares += column[i] * column[i];
    }
    const deviation = Math.sqrt(squares / x.rows);
    deviations[j] = deviation < CONSTANT_COLUMN ? 1 : deviation;
    for (let i = 0; i < column.length; i++) {
      column[i] /= deviations[j];
    }
  }
  return { mean: means, deviation: deviations };
}

// Reweighting: at TUKEY_LIMIT robust deviations a row's weight is gone, which keeps 95 % of the efficiency of least squares
// on normal errors; WEIGHT_LEFT keeps the system solvable. After REWEIGHTINGS rounds the weights no longer move.
const REWEIGHTINGS = 4;
const TUKEY_LIMIT = 4.685;
const WEIGHT_LEFT = 1e-3;

/** Solves for the coefficients, gives far rows less weight, and solves again. */
function reweight(making: LinearMaking): void {
  const { x, sample, weights, ridge } = making;
  for (let round = 0; round < REWEIGHTINGS; round++) {
    const gram = gramOf(x.data, sample.values, weights, 0, x.rows);
    const { coefficients } = solveGram(gram, penalties(x.cols, ridge, gram.weight));
    const predicted = product(x, coefficients);
    tukeyWeights(
      weights,
      predicted.map((v, i) => sample.values[i] - v)
    );
  }
}

/** Fills weights, shape [n], with those of residuals, shape [n]. */
function tukeyWeights(weights: Float64Array, residuals: Float64Array): void {
  const limit = TUKEY_LIMIT * mad(residuals);
  for (let i = 0; i < residuals.length; i++) {
    const r = residuals[i];
    const u = Math.abs(r) / limit;
    weights[i] = WEIGHT_LEFT;
    if (limit === 0 || u < 1) {
      let v = 1;
      if (limit > 0) {
        v -= u * u;
      } else if (r !== 0) {
        v = 0;
      }
      weights[i] += v * v;
    }
  }
}

/** The penalty of each coefficient, shape [columns]; the level has none. */
export function penalties(columns: number, ridge: number, weight: number): Float64Array {
  const out = new Float64Array(columns).fill(ridge * weight);
  out[0] = 0;
  return out;
}

/** x·b, shape [n]. */
export function product(x: Matrix, b: Float64Array): Float64Array {
  const out = new Float64Array(x.rows);
  for (let j = 0; j < b.length; j++) {
    const coefficient = b[j];
    if (coefficient === 0) {
      continue;
    }
    const column = columnOf(x, j);
    for (let i = 0; i < out.length; i++) {
      out[i] += column[i] * coefficient;
    }
  }
  return out;
}
