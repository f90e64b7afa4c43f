/**
 * What a fit returns.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/model.go.
 */
import { Explainer, sliceExplainer } from '../clean/align';
import { Calendar, sliceCalendar } from '../features/calendar';
import { Recipe } from '../features/recipe';
import { Room } from '../features/room';
import { weekFrom } from '../features/week';
import type { Choice } from './choose';
import { Linear, predictLinear } from './linear';
import { Neural, predictNeural } from './neural';
import { predictSeasonal, Seasonal } from './seasonal';
import { predictTrees, Trees } from './trees';

/** Says what to expect of an instant. Plain data. */
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
export function predict(model: Model, ofMonday: Calendar, explainers: Explainer[]): Float64Array {
  const calendar = weekFrom(ofMonday, model.weekStart);
  const n = calendar.timesMs.length;
  const out = new Float64Array(n);
  const room = new Room();
  for (let from = 0; from < n; from += ROWS_AT_ONCE) {
    const to = Math.min(from + ROWS_AT_ONCE, n);
    const part = explainers.map((e) => sliceExplainer(e, from, to));
    out.set(predictRows(model, sliceCalendar(calendar, from, to), part, room), from);
  }
  return out;
}

function predictRows(model: Model, calendar: Calendar, explainers: Explainer[], room: Room): Float64Array {
  switch (model.kind) {
    case 'seasonal':
      return predictSeasonal(model.seasonal, calendar);
    case 'neural':
      return predictNeural(model.neural, calendar, explainers, room);
    case 'linear':
      return predictLinear(model.linear, calendar, explainers, room);
    default:
      return predictTrees(model.trees, calendar, explainers, room);
  }
}

/** Whether regressors are those that the model has learnt from, in their order. Twin: Model.Knows. */
export function knows(model: Model, explainers: Explainer[]): boolean {
  const recipe = recipeOf(model);
  return (
    recipe === null || // it asks none
    (recipe.regressors.length === explainers.length &&
      recipe.regressors.every(({ name, kind }, i) => name === explainers[i].name && kind === explainers[i].kind))
  );
}

function recipeOf(model: Model): Recipe | null {
  switch (model.kind) {
    case 'seasonal':
      return null;
    case 'linear':
      return model.linear.recipe;
    case 'neural':
      return model.neural.linear.recipe;
    default:
      return model.trees.recipe;
  }
}

/** A model with what it says of its own history; the arrays have shape [n]. */
export interface Fitted {
  model: Model;
  /** By the model. */
  fit: Float64Array;
  /** By models that did not learn from the row's fold. */
  outOfFold: Float64Array;
  /** Columns left out since others explain them. */
  dropped: number;
  /** Undefined unless features.select chose. */
  choices?: Choice[];
}
