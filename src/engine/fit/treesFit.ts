/**
 * Learns models of trees.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/treesFit.go.
 */
import { DesignSpec } from '../features/designSpec';
import { treeFeatures } from '../features/treeFeatures';
import { Spec } from '../spec/spec';
import { binColumns, MAX_BINS } from '../tree/bins';
import { answerOf, Ensemble } from '../tree/ensemble';
import { fitLinear, LinearOptions } from './linearFit';
import type { Fitted, TreesKind } from './model';
import { blocksOf, FOLDS, inside, MIN_OUTSIDE, outside, Sample } from './sample';
import { type Growing, growerOf, type TreesMaking } from './treesGrow';

/**
 * Learns a model of trees of a kind on the out-of-fold residuals of a linear model. Its residuals on training rows
 * would be too small. Nothing is modified.
 *
 * @throws those of tree/, which no valid spec gives
 */
export function fitTrees(kind: TreesKind, sample: Sample, designSpec: DesignSpec, spec: Spec, linear: Fitted): Fitted {
  const x = treeFeatures(designSpec, sample.calendar, sample.covariates);
  const bins = binColumns(x.data, x.rows, MAX_BINS);
  const target = sample.values.map((v, i) => v - linear.outOfFold[i]);
  return crossFit({ kind, sample, designSpec, base: linear, x, bins, target }, spec);
}

/** Learns the linear model under a tree or a forest: level, slope and steps alone. */
export function fitTrend(sample: Sample, { fromMs, spanMs, slope, steps }: DesignSpec, options: LinearOptions): Fitted {
  const trend = {
    fromMs,
    spanMs,
    day: 0,
    week: 0,
    year: 0,
    weekend: -1,
    holiday: -1,
    cycles: [],
    slope,
    steps,
    regressors: [],
  };
  return fitLinear({ ...sample, covariates: [] }, trend, { ...options, search: false });
}

/** Grows on all rows, then for each fold's rows on the others. */
function crossFit(making: TreesMaking, spec: Spec): Fitted {
  const { kind, designSpec, base, x } = making;
  const grow = growerOf(making, spec);
  const whole = grow(null);
  const fit = base.fit.map((v, i) => v + answerOf(whole, x.data, x.rows, i));
  const outOfFold = base.outOfFold.slice();
  addOutOfFold(making, grow, outOfFold, whole);
  if (base.model.kind !== 'linear') {
    throw new Error(`BUG: fit: trees on a ${base.model.kind} model; want a linear one`);
  }
  const trees = { designSpec, linear: base.model.linear, ensemble: whole };
  return { model: { kind, trees }, fit, outOfFold, dropped: base.dropped, eliminations: base.eliminations };
}

/**
 * Adds to each row the prediction of trees grown on the other folds; if those have too few rows, the prediction of
 * all trees.
 *
 * @param to - shape [n]; modified
 */
export function addOutOfFold(
  { sample, x }: Growing,
  grow: (rows: Int32Array) => Ensemble,
  to: Float64Array,
  whole: Ensemble
): void {
  const blocks = blocksOf(sample);
  for (let fold = 0; fold < FOLDS; fold++) {
    const others = outside(blocks, fold);
    const without = others.length >= MIN_OUTSIDE ? grow(others) : whole;
    for (const i of inside(blocks, fold)) {
      to[i] += answerOf(without, x.data, x.rows, i);
    }
  }
}
