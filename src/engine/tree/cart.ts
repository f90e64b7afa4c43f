/**
 * One regression tree that takes away the most squared error at each question.
 * Twin: pkg/engine/tree/cart.go. Numbers: spec/vectors/tree.
 */
import type { Bins } from './bins';
import { Ensemble, TREE_VERSION } from './ensemble';
import { Grower, Options } from './grow';
import { fillInner, Tree } from './tree';

/**
 * Grows one regression tree. Leaves answer the mean of their rows. Nothing is modified.
 *
 * @param target - shape [n]
 * @param rows - ascending, those to learn from, all if null; the others may hold NaN
 * @throws Fault `tree/not-finite`, `tree/too-many-rows`, `tree/no-rows`
 * @see Breiman et al. (1984)
 */
export function growCart(bins: Bins, target: Float64Array, rows: Int32Array | null, options: Options): Ensemble {
  const learnt = rows ?? allRows(bins.rows);
  const base = meanOf(target, learnt);
  const grower = new Grower(bins, options, null);
  const tree = grower.grow(centred(target, learnt, base), null, learnt);
  fillMeans(grower, tree, target, null, base, 1);
  return { version: TREE_VERSION, cols: bins.cols, base, trees: [tree] };
}

/** Gives each leaf factor times the weighted mean of its rows' target less base. */
export function fillMeans(
  { leaves, rows, options }: Grower,
  tree: Tree,
  target: Float64Array,
  weights: Int32Array | null,
  base: number,
  factor: number
): void {
  for (const { node, from, to } of leaves) {
    let sum = 0;
    for (let k = from; k < to; k++) {
      sum += (target[rows[k]] - base) * (weights ? weights[rows[k]] : 1);
    }
    tree.value[node] = (sum / (tree.rows[node] + options.l2)) * factor;
  }
  fillInner(tree);
}

/** The mean of target over rows, 0 of none. */
export function meanOf(target: Float64Array, rows: Int32Array): number {
  let sum = 0;
  for (let k = 0; k < rows.length; k++) {
    sum += target[rows[k]];
  }
  return rows.length === 0 ? 0 : sum / rows.length;
}

/** The target of rows less base; the others are 0. */
export function centred(target: Float64Array, rows: Int32Array, base: number): Float64Array {
  const out = new Float64Array(target.length);
  for (let k = 0; k < rows.length; k++) {
    out[rows[k]] = target[rows[k]] - base;
  }
  return out;
}

/** The rows 0 … n − 1. */
export function allRows(n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => i);
}
