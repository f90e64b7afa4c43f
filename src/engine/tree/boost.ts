/**
 * Gradient boosting: trees, each grown on the residuals of those before.
 * Twin: pkg/engine/tree/boost.go. Numbers: spec/vectors/tree.
 */
import { selectInPlace } from '../num/select';
import type { Bins } from './bins';
import { allRows, meanOf } from './cart';
import { Ensemble, TREE_VERSION } from './ensemble';
import { Grower, Options } from './grow';
import { fillInner, leafOf, Tree } from './tree';

/** How an ensemble is boosted. */
export interface BoostOptions extends Options {
  /** Most trees. */
  rounds: number;
  /** Factor on each tree's prediction. */
  learningRate: number;
  /** 0: squared loss; in (0, 1): pinball loss at this level. */
  quantile: number;
  /** Threshold of Huber's loss; 0: squared loss. */
  bound: number;
  /** 0: all rounds; else stop after so many without a lower loss on the validation rows. */
  patience: number;
}

/**
 * Grows trees, each on the residuals of those before. Nothing is modified.
 *
 * @param target - shape [n]
 * @param rows - ascending, those to learn from, all if null
 * @param validation - for patience alone, whose ensemble ends with its best round; other rows may hold NaN
 * @throws Fault `tree/not-finite`, `tree/too-many-rows`, `tree/no-rows`
 * @see Friedman (2001); Ke et al. (2017) for growing leaf by leaf
 */
export function boost(
  bins: Bins,
  target: Float64Array,
  rows: Int32Array | null,
  validation: Int32Array,
  options: BoostOptions
): Ensemble {
  const booster = new Booster(bins, target, rows ?? allRows(bins.rows), options);
  const grower = new Grower(bins, options, null);
  const trees: Tree[] = [];
  let least = Infinity;
  let best = 0;
  for (let round = 1; round <= options.rounds; round++) {
    trees.push(booster.grow(grower));
    if (options.patience === 0) {
      continue;
    }
    const loss = booster.lossAfter(trees[round - 1], validation);
    if (loss < least) {
      least = loss;
      best = round;
    }
    if (round - best >= options.patience) {
      break;
    }
  }
  const kept = options.patience > 0 ? trees.slice(0, best) : trees;
  return { version: TREE_VERSION, cols: bins.cols, base: booster.base, trees: kept };
}

/** An ensemble in the making. */
class Booster {
  /** The constant of least loss. */
  readonly base: number;
  // Shape [n]; only the rows that are learnt from, and the validation's score, mean anything.
  private readonly gradient: Float64Array;
  private readonly score: Float64Array; // the answer so far
  private readonly scratch: Float64Array;

  constructor(
    private readonly bins: Bins,
    private readonly target: Float64Array,
    private readonly rows: Int32Array,
    private readonly options: BoostOptions
  ) {
    this.gradient = new Float64Array(bins.rows);
    this.scratch = new Float64Array(bins.rows);
    const { quantile, bound } = options;
    const level = quantile === 0 && bound > 0 ? 0.5 : quantile; // the median is robust
    this.base =
      level === 0 || rows.length === 0
        ? meanOf(target, rows)
        : quantileInPlace(
            Float64Array.from(rows, (r) => target[r]),
            level
          );
    this.score = new Float64Array(bins.rows).fill(this.base);
  }

  /** The next tree. */
  grow(grower: Grower): Tree {
    this.fillGradient();
    const tree = grower.grow(this.gradient, null, this.rows);
    this.fillLeaves(grower, tree);
    return tree;
  }

  /** Writes how the loss of each row falls as its score grows. */
  private fillGradient(): void {
    const { rows, target, score, gradient } = this;
    const { quantile: level } = this.options;
    const bound = this.options.bound > 0 ? this.options.bound : Infinity;
    for (let k = 0; k < rows.length; k++) {
      const r = rows[k];
      const miss = target[r] - score[r];
      if (level === 0) {
        gradient[r] = miss > bound ? bound : miss < -bound ? -bound : miss;
      } else {
        gradient[r] = miss > 0 ? level : level - 1;
      }
    }
  }

  /** Gives leaves their answers, and their rows the new score. */
  private fillLeaves({ leaves, rows }: Grower, tree: Tree): void {
    const { score } = this;
    for (const { node, from, to } of leaves) {
      const v = this.leafAnswer(rows, from, to) * this.options.learningRate;
      tree.value[node] = v;
      for (let k = from; k < to; k++) {
        score[rows[k]] += v;
      }
    }
    fillInner(tree);
  }

  /** The constant of least loss for the rows from ≤ k < to, pulled towards 0 by l2. */
  private leafAnswer(rows: Int32Array, from: number, to: number): number {
    const { target, score, gradient, scratch } = this;
    const { quantile, l2 } = this.options;
    const n = to - from;
    if (quantile === 0) {
      let sum = 0;
      for (let k = from; k < to; k++) {
        sum += gradient[rows[k]];
      }
      return sum / (n + l2);
    }
    for (let k = from; k < to; k++) {
      scratch[k - from] = target[rows[k]] - score[rows[k]];
    }
    return quantileInPlace(scratch.subarray(0, n), quantile) * (n / (n + l2));
  }

  /** Adds a tree to the score of rows, and returns their mean loss. */
  lossAfter(tree: Tree, rows: Int32Array): number {
    const { bins, score, target } = this;
    const { quantile: level } = this.options;
    const bound = this.options.bound > 0 ? this.options.bound : Infinity;
    let sum = 0;
    for (let k = 0; k < rows.length; k++) {
      const r = rows[k];
      score[r] += tree.value[leafOf(tree, bins.x, bins.rows, r)];
      const miss = target[r] - score[r];
      if (level !== 0) {
        sum += miss > 0 ? level * miss : (level - 1) * miss;
      } else {
        sum += Math.abs(miss) > bound ? bound * (2 * Math.abs(miss) - bound) : miss * miss; // Huber's
      }
    }
    return sum / rows.length;
  }
}

/**
 * The p-quantile, by linear interpolation, of x, n ≥ 1, which it reorders.
 * @see Hyndman & Fan (1996), definition 7
 */
function quantileInPlace(x: Float64Array, p: number): number {
  for (let i = 0; i < x.length; i++) {
    x[i] += 0; // −0 + 0 is 0
  }
  const h = (x.length - 1) * p;
  const k = Math.floor(h);
  const low = selectInPlace(x, k);
  if (k + 1 === x.length) {
    return low;
  }
  let high = x[k + 1];
  for (let i = k + 2; i < x.length; i++) {
    high = Math.min(high, x[i]);
  }
  return low + (h - k) * (high - low);
}
