/**
 * Forests of regression trees.
 * Twin: pkg/engine/tree/forest.go. Numbers: spec/vectors/tree.
 */
import { Random } from '../num/random';
import type { Bins } from './bins';
import { allRows, centred, fillMeans, meanOf } from './cart';
import { Ensemble, TREE_VERSION } from './ensemble';
import { Grower, Options } from './grow';
import type { Tree } from './tree';

/** How a forest grows. */
export interface ForestOptions extends Options {
  /** At least 1. */
  trees: number;
  /** Of the rows and features that are drawn, 0 … 2^53 − 1. */
  seed: number;
}

/**
 * Grows trees on rows drawn with replacement and averages them. Nothing is modified.
 *
 * @param target - shape [n]
 * @param rows - ascending, those to learn from, all if null; the others may hold NaN
 * @throws Fault `tree/not-finite`, `tree/too-many-rows`, `tree/no-rows`, `num/bad-seed`
 * @see Breiman (2001)
 */
export function growForest(
  bins: Bins,
  target: Float64Array,
  rows: Int32Array | null,
  options: ForestOptions
): Ensemble {
  const learnt = rows ?? allRows(bins.rows);
  const random = new Random(options.seed);
  const base = meanOf(target, learnt);
  const apart = centred(target, learnt, base);
  const grower = new Grower(bins, options, random);
  const weights = new Int32Array(bins.rows);
  const count = Math.max(1, options.trees);
  const trees: Tree[] = [];
  for (let k = 0; k < count; k++) {
    const drawn = draw(random, weights, learnt);
    const tree = grower.grow(apart, weights, drawn);
    fillMeans(grower, tree, target, weights, base, 1 / count);
    trees.push(tree);
  }
  return { version: TREE_VERSION, cols: bins.cols, base, trees };
}

/** Draws as many rows as there are, fills weights with how often, and returns those that were drawn, ascending. */
function draw(random: Random, weights: Int32Array, rows: Int32Array): Int32Array {
  weights.fill(0);
  for (let k = 0; k < rows.length; k++) {
    weights[rows[random.integer(rows.length)]]++;
  }
  return rows.filter((row) => weights[row] > 0);
}
