/**
 * Trees that tell classes apart, such as points labelled as anomalies.
 * Twin: pkg/engine/tree/classify.go. Numbers: spec/vectors/tree.
 */
import { Fault } from '../fault/fault';
import type { Bins } from './bins';
import { allRows } from './cart';
import { TREE_VERSION } from './ensemble';
import { partition, thresholdOf } from './partition';
import { ClassSplit, Purity, scanClasses } from './purity';
import { ROUNDING_OF_GAIN } from './split';
import { addLeaf, emptyTree, LEAF, leafOf, Tree } from './tree';

/** How a tree that classifies grows. */
export interface ClassifyOptions {
  criterion: 'gini' | 'gainRatio';
  /** 0: any. */
  maxDepth: number;
  /** Rows that a leaf needs; at least 1. */
  minLeaf: number;
}

/**
 * A tree whose answer is a class: tree.value is the number of the most frequent class of a node, of equals the first.
 * Part of a model: plain data.
 */
export interface Classifier {
  version: number;
  cols: number;
  classes: number;
  tree: Tree;
  /** Of each node, its rows by class. */
  counts: number[][];
}

/**
 * The class of row i of x; missing values go where the tree learnt. Twin: Classifier.Class.
 *
 * @param x - shape [cols, n], column after column; not modified
 */
export function classOf({ tree }: Classifier, x: Float64Array, n: number, i: number): number {
  return tree.value[leafOf(tree, x, n, i)];
}

/**
 * Grows a tree that tells classes apart. Nothing is modified. gini takes the question that lowers Gini's impurity most.
 * gainRatio takes of each feature the question of greatest information gain, leaves out the features whose gain is below
 * the mean of all that gain, and takes the greatest ratio of gain to the entropy of the split itself. Of equals the first
 * wins, as in growCart.
 *
 * @param labels - shape [n], each 0 … classes − 1
 * @param rows - ascending, those to learn from, all if null
 * @throws Fault `tree/no-rows`; `tree/bad-label` for a label outside; `tree/bad-criterion`
 * @see Breiman et al. (1984) for Gini; Quinlan (1993), C4.5, for the ratio
 */
export function growClassifier(
  bins: Bins,
  labels: Int32Array,
  classes: number,
  rows: Int32Array | null,
  options: ClassifyOptions
): Classifier {
  const learnt = (rows ?? allRows(bins.rows)).slice();
  check(labels, classes, learnt, options);
  const grower = new ClassGrower(bins, labels, classes, learnt, options);
  const open = [grower.add(0, 0, learnt.length)];
  for (let node = open.pop(); node; node = open.pop()) {
    open.push(...grower.split(node));
  }
  return grower.out;
}

function check(labels: Int32Array, classes: number, rows: Int32Array, { criterion }: ClassifyOptions): void {
  if (rows.length === 0) {
    throw new Fault('tree/no-rows', 'tree: no rows; want at least 1');
  }
  for (const r of rows) {
    if (labels[r] < 0 || labels[r] >= classes) {
      throw new Fault('tree/bad-label', `tree: label[${r}] = ${labels[r]}; want a class from 0 to ${classes - 1}`);
    }
  }
  if (criterion !== 'gini' && criterion !== 'gainRatio') {
    throw new Fault('tree/bad-criterion', `tree: criterion "${criterion}"; want "gini" or "gainRatio"`);
  }
}

/** A node whose rows are from ≤ k < to. */
interface ClassNode {
  node: number;
  depth: number;
  from: number;
  to: number;
}

/** A classifier in the making. */
class ClassGrower {
  readonly out: Classifier;
  private readonly purity: Purity;
  private readonly aside: Int32Array;

  constructor(
    private readonly bins: Bins,
    private readonly labels: Int32Array,
    private readonly classes: number,
    private readonly rows: Int32Array,
    private readonly options: ClassifyOptions
  ) {
    this.purity = new Purity(options.criterion, rows.length);
    this.aside = new Int32Array(rows.length);
    this.out = { version: TREE_VERSION, cols: bins.cols, classes, tree: emptyTree(), counts: [] };
  }

  /** Appends a leaf for rows. */
  add(depth: number, from: number, to: number): ClassNode {
    const counts = new Array<number>(this.classes).fill(0);
    for (let k = from; k < to; k++) {
      counts[this.labels[this.rows[k]]]++;
    }
    const node = addLeaf(this.out.tree, to - from);
    this.out.counts.push(counts);
    this.out.tree.value[node] = mostFrequent(counts);
    return { node, depth, from, to };
  }

  /** Asks the best question of a node; no children if none is good. */
  split({ node, depth, from, to }: ClassNode): ClassNode[] {
    const counts = this.out.counts[node];
    const deep = this.options.maxDepth > 0 && depth >= this.options.maxDepth;
    if (deep || counts[mostFrequent(counts)] === to - from) {
      return [];
    }
    const split = this.best(counts, from, to);
    if (!split) {
      return [];
    }
    const { tree } = this.out;
    const middle = partition(this.bins, split, this.rows, this.aside, from, to);
    tree.feature[node] = split.feature;
    tree.threshold[node] = thresholdOf(this.bins, split);
    tree.missingLeft[node] = split.sawMissing ? split.missingLeft : middle - from > to - middle;
    tree.gain[node] = split.gain;
    const children = [this.add(depth + 1, from, middle), this.add(depth + 1, middle, to)];
    tree.left[node] = children[0].node;
    tree.right[node] = children[1].node;
    return children;
  }

  /** The best question of a node over all features. */
  private best(counts: number[], from: number, to: number): ClassSplit | undefined {
    const { bins, labels, rows, purity } = this;
    const candidates: ClassSplit[] = [];
    let total = 0;
    for (let j = 0; j < bins.cols; j++) {
      const split = scanClasses(
        { bins, labels, rows, purity, least: Math.max(1, this.options.minLeaf) },
        counts,
        from,
        to,
        j
      );
      if (split.feature !== LEAF) {
        candidates.push(split);
        total += split.gain;
      }
    }
    const mean = total / candidates.length;
    let best: ClassSplit | undefined;
    for (const split of candidates) {
      if (this.options.criterion === 'gainRatio' && split.gain < mean - mean * ROUNDING_OF_GAIN) {
        continue;
      }
      if (!best || split.merit > best.merit) {
        best = split;
      }
    }
    return best;
  }
}

function mostFrequent(counts: number[]): number {
  let best = 0;
  counts.forEach((count, c) => {
    best = count > counts[best] ? c : best;
  });
  return best;
}
