/**
 * How the trees of each kind grow.
 * Twin: pkg/engine/fit/treesGrow.go.
 */
import { mad } from '../num/mad';
import { DesignSpec } from '../features/designSpec';
import { Matrix } from '../features/matrix';
import { Spec } from '../spec/spec';
import { Bins } from '../tree/bins';
import { boost, BoostOptions } from '../tree/boost';
import { growCart } from '../tree/cart';
import { answerOf, Ensemble } from '../tree/ensemble';
import { growForest } from '../tree/forest';
import { Options } from '../tree/grow';
import type { Fitted, TreesKind } from './model';
import { blocksOf, inside, MIN_OUTSIDE, outside, Sample } from './sample';

/** What trees grow on. */
export interface Growing {
  sample: Sample;
  /** What the trees ask for. */
  x: Matrix;
  bins: Bins;
  /** Shape [n]. */
  target: Float64Array;
}

/** A model of trees in the making. Its target is what the linear model leaves out of fold. */
export interface TreesMaking extends Growing {
  kind: TreesKind;
  designSpec: DesignSpec;
  /** The linear model. */
  base: Fitted;
}

/**
 * Robust growing: targets are clipped at FAR_MISS robust deviations from a first tree. For a boosted tree, errors
 * count as far as FAR_MISS robust deviations of the linear model's residuals.
 */
export const FAR_MISS = 5;

/** How the kind's trees grow on some rows, on all if null. */
export function growerOf(making: TreesMaking, spec: Spec): (rows: Int32Array | null) => Ensemble {
  const { kind, bins, target } = making;
  const robust = spec.clean.outliers === 'robust';
  if (kind === 'boosted') {
    const options = { ...boostOptions(spec), bound: robust ? FAR_MISS * mad(target) : 0 };
    options.rounds = roundsThatPay(making, options);
    return (rows) => boost(bins, target, rows, new Int32Array(0), options);
  }
  const { maxDepth, minLeaf } = spec.model.tree;
  const one = { maxDepth, maxLeaves: 0, minLeaf, l2: 0, features: 0 };
  const tame = robust ? drawnIn(making, one) : target;
  if (kind === 'tree') {
    return (rows) => growCart(bins, tame, rows, one);
  }
  const options = { ...spec.model.forest, maxLeaves: 0, l2: 0, seed: spec.model.seed };
  return (rows) => growForest(bins, tame, rows, options);
}

/** How many rounds may pass without a lower loss. */
const PATIENCE = 10;

/**
 * After how many rounds trees grown outside the first fold say most of it; all that are asked for where a history is too
 * short to tell.
 */
export function roundsThatPay({ bins, target, sample }: Growing, options: BoostOptions): number {
  const blocks = blocksOf(sample);
  const learnt = outside(blocks, 0);
  if (learnt.length < MIN_OUTSIDE || learnt.length === target.length) {
    return options.rounds;
  }
  return boost(bins, target, learnt, inside(blocks, 0), { ...options, patience: PATIENCE }).trees.length;
}

/** The spec's options for boosted trees, on squared errors and all rounds. */
export function boostOptions({ model: { boosted } }: Spec): BoostOptions {
  const { rounds, leaves, learningRate, minLeaf, l2 } = boosted;
  return {
    maxDepth: 0,
    maxLeaves: leaves,
    minLeaf,
    l2,
    features: 0,
    rounds,
    learningRate,
    quantile: 0,
    bound: 0,
    patience: 0,
  };
}

/** The target with far values drawn in, to where they do not lead. */
function drawnIn({ bins, target, x }: TreesMaking, options: Options): Float64Array {
  const first = growCart(bins, target, null, options);
  const misses = target.map((v, i) => v - answerOf(first, x.data, x.rows, i));
  const far = FAR_MISS * mad(misses);
  return target.map((v, i) => {
    const miss = misses[i];
    return Math.abs(miss) > far && far > 0 ? v + (Math.min(Math.max(miss, -far), far) - miss) : v;
  });
}
