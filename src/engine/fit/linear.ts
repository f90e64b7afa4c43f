/**
 * The linear model.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/linear.go. Numbers: spec/vectors/fit.
 */
import { Covariate } from '../clean/align';
import { Calendar } from '../features/calendar';
import { design } from '../features/design';
import { columnOf, Matrix } from '../features/matrix';
import { DesignSpec } from '../features/designSpec';
import type { Scratch } from '../features/scratch';
import { Cycle, cycleAt } from './cycle';
import { Interaction, widenDesign } from './interaction';
import { every, product } from './product';
import { Profile, profileAt } from './profile';

/**
 * A ridge regression on the columns of a design specification, with the shapes that its residuals still have. Coefficients belong to
 * standardised columns: column j enters as (x − mean[j]) / deviation[j], so that coefficients[0] is the mean level. Part
 * of a model, hence plain data.
 */
export interface Linear extends Standard {
  designSpec: DesignSpec;
  coefficients: number[];
  /** null without regressors. */
  interaction: Interaction | null;
  /** Periods of its own. */
  cycles: Cycle[];
  /** null where a day has no shape. */
  residualProfile: Profile | null;
}

/** How columns were standardised; both have shape [columns]. */
export interface Standard {
  mean: number[];
  deviation: number[];
}

/**
 * The expected value at instants, shape [n], in the history's unit; NaN where a regressor is missing. Nothing is
 * modified but the scratch, which lends memory. Twin: Linear.Predict.
 */
export function predictLinear(
  model: Linear,
  calendar: Calendar,
  covariates: Covariate[],
  scratch: Scratch
): Float64Array {
  const x = standardDesign(model, calendar, covariates, scratch);
  const out = linearAt(model, x, calendar);
  scratch.leave(x);
  return out;
}

/** predictLinear for instants whose standardised design is made already. Twin: Linear.at. */
export function linearAt(model: Linear, x: Matrix, calendar: Calendar): Float64Array {
  const out = product(x, model.coefficients, every(model.coefficients.length));
  for (const cycle of model.cycles) {
    add(out, cycleAt(cycle, calendar.timesMs));
  }
  if (model.residualProfile) {
    add(out, profileAt(model.residualProfile, calendar));
  }
  return out;
}

/** The standardised design of instants, with the columns that interact. */
export function standardDesign(model: Linear, calendar: Calendar, covariates: Covariate[], scratch?: Scratch): Matrix {
  const x = design(model.designSpec, calendar, covariates, scratch);
  if (!model.interaction) {
    scaleColumns(model, x, 0);
    return x;
  }
  const raw = { ...x, data: x.data.slice() };
  scaleColumns(model, x, 0);
  const wide = widenDesign(model.interaction, x, raw);
  scaleColumns(model, wide, x.cols);
  return wide;
}

/** Standardises the columns from `first` on, in place. */
export function scaleColumns({ mean, deviation }: Standard, x: Matrix, first: number): void {
  for (let j = first; j < x.cols; j++) {
    scaleColumn(columnOf(x, j), mean[j], deviation[j]);
  }
}

function scaleColumn(column: Float64Array, mean: number, deviation: number): void {
  for (let i = 0; i < column.length; i++) {
    column[i] = (column[i] - mean) / deviation;
  }
}

/** Adds values to `to`, in place. */
export function add(to: Float64Array, values: Float64Array): void {
  for (let i = 0; i < to.length; i++) {
    to[i] += values[i];
  }
}
