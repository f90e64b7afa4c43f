/**
 * The linear model.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/linear.go. Numbers: spec/vectors/fit.
 */
import { Explainer } from '../clean/align';
import { Calendar } from '../features/calendar';
import { columnOf, design, Matrix } from '../features/design';
import { Recipe } from '../features/recipe';
import { Profile, profileAt } from './profile';

/**
 * A ridge regression on the columns of a recipe, and the shape of the day that its residuals still have. Coefficients
 * belong to standardised columns: column j enters as (x − mean[j]) / deviation[j], so that coefficients[0] is the mean
 * level. Part of a model, hence plain data.
 */
export interface Linear {
  recipe: Recipe;
  mean: number[];
  deviation: number[];
  coefficients: number[];
  rest: Profile | null;
}

/** The finest slot of the leftover shape; finer ones hold too few values. */
export const REST_SLOT_MS = 300_000;

/**
 * The expected value at instants, shape [n], in the history's unit; NaN where a regressor is missing. Nothing is
 * modified. Twin: Linear.Predict.
 */
export function predictLinear(model: Linear, calendar: Calendar, explainers: Explainer[]): Float64Array {
  const x = design(model.recipe, calendar, explainers);
  const out = new Float64Array(x.rows);
  for (let j = 0; j < x.cols; j++) {
    addTerm(out, model, x, j);
  }
  if (model.rest) {
    const rest = profileAt(model.rest, calendar);
    for (let i = 0; i < out.length; i++) {
      out[i] += rest[i];
    }
  }
  return out;
}

/** Adds what column j of a design contributes to `out`, shape [n]. */
export function addTerm(out: Float64Array, { coefficients, deviation, mean }: Linear, x: Matrix, j: number): void {
  const gain = coefficients[j] / deviation[j];
  const column = columnOf(x, j);
  for (let i = 0; i < out.length; i++) {
    out[i] += (column[i] - mean[j]) * gain;
  }
}
