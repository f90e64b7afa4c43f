/**
 * Sums of trees.
 * Twin: pkg/engine/tree/ensemble.go.
 */
import { childOf, LEAF, leafOf, Tree } from './tree';

/** The version of Ensemble and Classifier that this engine writes and reads. */
export const TREE_VERSION = 1;

/** Answers the sum of its trees' leaves. Part of a model: plain data that serialises to JSON without loss. */
export interface Ensemble {
  version: number;
  /** Features of the design that it was grown on. */
  cols: number;
  /** Added to every answer. */
  base: number;
  trees: Tree[];
}

/**
 * The answer for row i of x, in the target's unit; missing values go where the trees learnt. Allocates nothing.
 * Twin: Ensemble.Answer.
 *
 * @param x - shape [cols, n], column after column; not modified
 */
export function answerOf({ base, trees }: Ensemble, x: Float64Array, n: number, i: number): number {
  let sum = base;
  for (let k = 0; k < trees.length; k++) {
    sum += trees[k].value[leafOf(trees[k], x, n, i)];
  }
  return sum;
}

/**
 * Adds to effects what each feature adds to the answer for row i, and returns the answer without them: along the path to
 * a leaf, a feature adds the change of the mean at each node that asks for it. The sum of all is the answer, but for
 * rounding. Twin: Ensemble.Effects.
 *
 * @param effects - shape [cols]; added to
 * @param x - shape [cols, n], column after column; not modified
 * @see Saabas (2014)
 */
export function effectsOf(ensemble: Ensemble, effects: Float64Array, x: Float64Array, n: number, i: number): number {
  let base = ensemble.base;
  for (const tree of ensemble.trees) {
    let node = 0;
    while (tree.feature[node] !== LEAF) {
      const child = childOf(tree, node, x[tree.feature[node] * n + i]);
      effects[tree.feature[node]] += tree.value[child] - tree.value[node];
      node = child;
    }
    base += tree.value[0];
  }
  return base;
}

/** Each feature's share of all gain, shape [cols]; zeros if there is none. Twin: Ensemble.Importance. */
export function importanceOf({ cols, trees }: Ensemble): Float64Array {
  const shares = new Float64Array(cols);
  let total = 0;
  for (const { feature, gain } of trees) {
    feature.forEach((j, node) => {
      if (j !== LEAF) {
        shares[j] += gain[node];
        total += gain[node];
      }
    });
  }
  return total > 0 ? shares.map((gain) => gain / total) : shares;
}
