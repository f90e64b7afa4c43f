/**
 * Grows regression trees.
 * Twin: pkg/engine/tree/grow.go.
 */
import type { Random } from '../num/random';
import type { Bins } from './bins';
import { Histogram, Histograms, missingIn, subtract } from './histogram';
import { pack, Packing, weightIn } from './pack';
import { partition, thresholdOf } from './partition';
import { bestSplit, Finder, prepareInverse, Split } from './split';
import { addLeaf, emptyTree, LEAF, Tree } from './tree';

/** How a tree grows. */
export interface Options {
  /** 0: any. */
  maxDepth: number;
  /** The leaf with the greatest gain is split next until there are so many; 0: any. */
  maxLeaves: number;
  /** Rows that a leaf needs, with their weights; at least 1. */
  minLeaf: number;
  /** Pulls leaves towards 0, as if so many rows of 0 were there. */
  l2: number;
  /** How many features, drawn anew, a node looks at; 0: all. */
  features: number;
}

/** A leaf that can be split. */
interface OpenLeaf {
  node: number;
  depth: number;
  /** Its rows are from ≤ k < to. */
  from: number;
  to: number;
  total: number;
  histogram: Histogram | null;
  split: Split;
}

/** The rows of a leaf. */
export interface RowRange {
  node: number;
  from: number;
  to: number;
}

const NO_SPLIT: Split = { feature: LEAF, bin: 0, missingLeft: false, gain: 0, left: 0 };

/** Grows trees on the same design again and again; its memory is kept between them. */
export class Grower {
  /** Those learnt from; a leaf's are in a row, ascending. */
  rows: Int32Array = new Int32Array(0);
  /** Of the tree that was grown last. */
  leaves: RowRange[] = [];

  private finder: Finder;
  private packing: Packing = { unit: 1, scale: 1 };
  private readonly packed: Float64Array;
  private readonly aside: Int32Array; // scratch of a partition
  private readonly histograms: Histograms;
  private readonly order: Int32Array; // of features, shuffled as far as needed
  private open: OpenLeaf[] = [];

  /** @param random - null where options.features is 0 */
  constructor(
    private readonly bins: Bins,
    readonly options: Options,
    private readonly random: Random | null
  ) {
    this.packed = new Float64Array(bins.rows);
    this.aside = new Int32Array(bins.rows);
    this.histograms = new Histograms(bins, this.packed);
    this.order = Int32Array.from({ length: bins.cols }, (_, j) => j);
    this.finder = { bins, unit: 1, minRows: 1 };
  }

  /**
   * Grows a tree. The values of its leaves are left to the caller, who finds their rows in `leaves`.
   *
   * @param target - shape [n]
   * @param weights - shape [n], or null for ones
   * @param rows - ascending
   * @throws Fault `tree/not-finite`, `tree/too-many-rows`, `tree/no-rows`
   */
  grow(target: Float64Array, weights: Int32Array | null, rows: Int32Array): Tree {
    this.packing = pack(this.packed, target, weights, rows);
    this.rows = rows.slice();
    this.leaves = [];
    let total = 0;
    for (let k = 0; k < rows.length; k++) {
      total += this.packed[rows[k]];
    }
    this.prepareFinder(total);
    const tree = emptyTree();
    const root = this.newLeaf(tree, 0, 0, rows.length, total);
    if (this.canSplit(root)) {
      root.histogram = this.histograms.of(this.rows, 0, rows.length);
    }
    this.consider(root);
    for (let leaves = 1; this.open.length > 0; leaves++) {
      if (leaves === this.options.maxLeaves) {
        this.open.forEach((leaf) => this.close(leaf));
        this.open = [];
        break;
      }
      this.split(tree, this.takeOpen(), leaves + 1 === this.options.maxLeaves);
    }
    return tree;
  }

  private newLeaf(tree: Tree, depth: number, from: number, to: number, total: number): OpenLeaf {
    const node = addLeaf(tree, this.count(total));
    return { node, depth, from, to, total, histogram: null, split: NO_SPLIT };
  }

  private count(total: number): number {
    return weightIn(total, this.packing.unit);
  }

  private prepareFinder(total: number): void {
    prepareInverse(this.count(total), this.options.l2);
    this.finder = { bins: this.bins, unit: this.packing.unit, minRows: Math.max(1, this.options.minLeaf) };
  }

  /** Whether a leaf may be split, if a good question is found. */
  private canSplit({ depth, from, to, total }: OpenLeaf): boolean {
    const { maxDepth } = this.options;
    const deep = maxDepth > 0 && depth >= maxDepth;
    return !deep && to - from > 1 && this.count(total) >= 2 * this.finder.minRows;
  }

  /** Finds a leaf's best split, and opens or closes it. */
  private consider(leaf: OpenLeaf): void {
    if (leaf.histogram) {
      leaf.split = this.findSplit(leaf.histogram, leaf.total);
      if (leaf.split.feature !== LEAF) {
        this.open.push(leaf);
        return;
      }
    }
    this.close(leaf);
  }

  /** Looks at all features, or at some in random order: at more until one splits. */
  private findSplit(histogram: Histogram, total: number): Split {
    const { order, random, finder } = this;
    const some = this.options.features;
    if (some <= 0 || some >= order.length || !random) {
      return bestSplit(finder, histogram, total, order, 0, order.length);
    }
    for (let i = 0; i < order.length; i++) {
      const k = i + random.integer(order.length - i);
      [order[i], order[k]] = [order[k], order[i]];
      if (i + 1 < some) {
        continue;
      }
      const split = bestSplit(finder, histogram, total, order, i + 1 === some ? 0 : i, i + 1);
      if (split.feature !== LEAF) {
        return split;
      }
    }
    return NO_SPLIT;
  }

  private close({ node, from, to, histogram }: OpenLeaf): void {
    this.leaves.push({ node, from, to });
    this.histograms.release(histogram);
  }

  /**
   * Removes the next leaf to split: the one of greatest gain, the oldest of equals, or, where the number of leaves is
   * free, the youngest, so that few are open at a time.
   */
  private takeOpen(): OpenLeaf {
    const { open } = this;
    let at = open.length - 1;
    if (this.options.maxLeaves > 0) {
      at = 0;
      for (let k = 1; k < open.length; k++) {
        at = open[k].split.gain > open[at].split.gain ? k : at;
      }
    }
    return open.splice(at, 1)[0];
  }

  /** Makes two leaves of one. last says that no more splits will follow. */
  private split(tree: Tree, leaf: OpenLeaf, last: boolean): void {
    const { split, node, total, depth } = leaf;
    const { bins, rows, aside } = this;
    const middle = partition(bins, split, rows, aside, leaf.from, leaf.to);
    const left = this.newLeaf(tree, depth + 1, leaf.from, middle, split.left);
    const right = this.newLeaf(tree, depth + 1, middle, leaf.to, total - split.left);
    tree.feature[node] = split.feature;
    tree.threshold[node] = thresholdOf(bins, split);
    tree.missingLeft[node] =
      leaf.histogram && missingIn(leaf.histogram, split.feature, bins.edges[split.feature].length) === 0
        ? tree.rows[left.node] > tree.rows[right.node] // none was missing: with most rows
        : split.missingLeft;
    tree.left[node] = left.node;
    tree.right[node] = right.node;
    tree.gain[node] = split.gain / (this.packing.scale * this.packing.scale);
    if (last || !leaf.histogram) {
      this.histograms.release(leaf.histogram);
    } else {
      this.share(leaf.histogram, left, right);
    }
    this.consider(left);
    this.consider(right);
  }

  /**
   * Gives two leaves the histograms that they need: the smaller's is summed, the larger's is what it leaves of their
   * parent's, whose memory is used up.
   */
  private share(parent: Histogram, left: OpenLeaf, right: OpenLeaf): void {
    const [small, large] = right.to - right.from < left.to - left.from ? [right, left] : [left, right];
    if (!this.canSplit(large) && !this.canSplit(small)) {
      this.histograms.release(parent);
      return;
    }
    const h = this.histograms.of(this.rows, small.from, small.to);
    if (this.canSplit(large)) {
      subtract(parent, h);
      large.histogram = parent;
    } else {
      this.histograms.release(parent);
    }
    if (this.canSplit(small)) {
      small.histogram = h;
    } else {
      this.histograms.release(h);
    }
  }
}
