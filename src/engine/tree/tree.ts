/**
 * One regression tree.
 * Twin: pkg/engine/tree/tree.go.
 */

/**
 * A binary regression tree as lists with one entry a node, the root first and children after their parents. Part of a
 * model, hence plain data.
 */
export interface Tree {
  /** That a node asks for, −1 for a leaf. */
  feature: number[];
  /** x ≤ threshold goes left. */
  threshold: number[];
  /** Where a missing x goes. */
  missingLeft: boolean[];
  /** 0 for a leaf. */
  left: number[];
  right: number[];
  /** A leaf's answer; of other nodes, the mean of what their rows get. */
  value: number[];
  /** Squared error that the question takes away. */
  gain: number[];
  /** That were learnt from, with their weights. */
  rows: number[];
}

/** The feature of a node that asks nothing. */
export const LEAF = -1;

/** A tree without nodes. */
export function emptyTree(): Tree {
  return { feature: [], threshold: [], missingLeft: [], left: [], right: [], value: [], gain: [], rows: [] };
}

/** Appends a leaf and returns its number. */
export function addLeaf(tree: Tree, rows: number): number {
  tree.feature.push(LEAF);
  tree.threshold.push(0);
  tree.missingLeft.push(false);
  tree.left.push(0);
  tree.right.push(0);
  tree.value.push(0);
  tree.gain.push(0);
  return tree.rows.push(rows) - 1;
}

/** The child that a value goes to. */
export function childOf(tree: Tree, node: number, v: number): number {
  const goesLeft = v - v !== 0 ? tree.missingLeft[node] : v <= tree.threshold[node]; // NaN or infinite is missing
  return goesLeft ? tree.left[node] : tree.right[node];
}

/**
 * The leaf of row i of x; missing values go where the tree learnt. Allocates nothing. Twin: Tree.Leaf.
 *
 * @param x - shape [p, n], column after column; not modified
 */
export function leafOf(tree: Tree, x: Float64Array, n: number, i: number): number {
  let node = 0;
  while (tree.feature[node] !== LEAF) {
    node = childOf(tree, node, x[tree.feature[node] * n + i]);
  }
  return node;
}

/** Gives every node that is no leaf the mean of its children, by their rows. */
export function fillInner({ feature, left, right, rows, value }: Tree): void {
  for (let node = feature.length - 1; node >= 0; node--) {
    if (feature[node] !== LEAF) {
      const part = rows[left[node]] / rows[node];
      value[node] = value[right[node]] + part * (value[left[node]] - value[right[node]]);
    }
  }
}
