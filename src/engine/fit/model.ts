/**
 * What a fit returns.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/model.go.
 */
import { Covariate, sliceCovariate } from '../clean/align';
import { Calendar, sliceCalendar } from '../features/calendar';
import { DesignSpec } from '../features/designSpec';
import { Scratch } from '../features/scratch';
import { weekFrom } from '../features/week';
import type { Elimination } from './selectFeatures';
import { Linear, predictLinear } from './linear';
import { Neural, predictNeural } from './neural';
import { predictSeasonal, Seasonal } from './seasonal';
import { predictTrees, Trees } from './trees';

/** A mean model: it predicts the expected value of an instant. Plain data. */
export type Model = {
  /** The first day after the weekend, 0 or absent for Monday. */
  weekStart?: number;
} & (
  | { kind: 'seasonal'; seasonal: Seasonal }
  | { kind: 'linear'; linear: Linear }
  | { kind: TreesKind; trees: Trees }
  | { kind: 'neural'; neural: Neural }
);

/** The kinds of models of trees. */
export type TreesKind = 'tree' | 'forest' | 'boosted';

/**
 * Bounds the rows that are made to predict: a design of 40 columns then stays in a 1 MB cache, however many instants are
 * asked for.
 */
const ROWS_AT_ONCE = 2048;

/**
 * The expected value at instants, shape [n], in the history's unit; NaN where a regressor that the model uses is missing.
 * Nothing is modified. Twin: Model.Predict.
 *
 * @param ofMonday - their calendar, whose week begins on Monday
 */
export function predict(model: Model, ofMonday: Calendar, covariates: Covariate[]): Float64Array {
  const calendar = weekFrom(ofMonday, model.weekStart);
  const n = calendar.timesMs.length;
  const out = new Float64Array(n);
  const scratch = new Scratch();
  for (let from = 0; from < n; from += ROWS_AT_ONCE) {
    const to = Math.min(from + ROWS_AT_ONCE, n);
    const part = covariates.map((e) => sliceCovariate(e, from, to));
    out.set(predictRows(model, sliceCalendar(calendar, from, to), part, scratch), from);
  }
  return out;
}

function predictRows(model: Model, calendar: Calendar, covariates: Covariate[], scratch: Scratch): Float64Array {
  switch (model.kind) {
    case 'seasonal':
      return predictSeasonal(model.seasonal, calendar);
    case 'neural':
      return predictNeural(model.neural, calendar, covariates, scratch);
    case 'linear':
      return predictLinear(model.linear, calendar, covariates, scratch);
    default:
      return predictTrees(model.trees, calendar, covariates, scratch);
  }
}

/** Whether regressors are those that the model has learnt from, in their order. Twin: Model.Knows. */
export function knows(model: Model, covariates: Covariate[]): boolean {
  const designSpec = designSpecOf(model);
  return (
    designSpec === null || // it asks none
    (designSpec.regressors.length === covariates.length &&
      designSpec.regressors.every(({ name, kind }, i) => name === covariates[i].name && kind === covariates[i].kind))
  );
}

function designSpecOf(model: Model): DesignSpec | null {
  switch (model.kind) {
    case 'seasonal':
      return null;
    case 'linear':
      return model.linear.designSpec;
    case 'neural':
      return model.neural.linear.designSpec;
    default:
      return model.trees.designSpec;
  }
}

/** A model with its predictions for its own history; the arrays have shape [n]. */
export interface Fitted {
  model: Model;
  /** By the model. */
  fit: Float64Array;
  /** By models that did not learn from the row's fold. */
  outOfFold: Float64Array;
  /** Columns left out since others explain them. */
  dropped: number;
  /** Undefined unless features.select chose. */
  eliminations?: Elimination[];
}
