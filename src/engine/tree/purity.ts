/**
 * How alike the classes of rows are, and the question that makes them most so.
 * Twin: pkg/engine/tree/purity.go.
 */
import { log } from '../num/log';
import type { Bins } from './bins';
import { SLOTS_PER_COLUMN } from './histogram';
import { ROUNDING_OF_GAIN, Split } from './split';
import { LEAF } from './tree';

/** A question to a node of a classifier. */
export interface ClassSplit extends Split {
  /** What the criterion compares features by. */
  merit: number;
  /** Whether a row of the node misses the feature. */
  sawMissing: boolean;
}

/**
 * Measures how alike the classes of rows are: the greater, the more. Gini's is Σ c²/n; the entropy's is
 * Σ c·log(c) − n·log(n), over classes with c rows of n.
 */
export class Purity {
  private readonly log: Float64Array | null; // k·log(k) by k; null for Gini

  constructor(criterion: 'gini' | 'gainRatio', rows: number) {
    this.log =
      criterion === 'gini' ? null : Float64Array.from({ length: rows + 1 }, (_, k) => (k < 2 ? 0 : k * log(k)));
  }

  /** The purity of n ≥ 1 rows by class. */
  of(counts: number[], n: number): number {
    if (!this.log) {
      return squares(counts) / n;
    }
    let sum = 0;
    for (const count of counts) {
      sum += this.log[count];
    }
    return sum - this.log[n];
  }

  /**
   * The purity of l rows and r rows together. Gini's is one quotient of whole numbers, so that questions that are equally
   * good have equal doubles.
   */
  ofTwo(left: number[], l: number, right: number[], r: number): number {
    return this.log ? this.of(left, l) + this.of(right, r) : (squares(left) * r + squares(right) * l) / (l * r);
  }

  /** What features are compared by, for a gain by l rows of n on one side. */
  meritOf(gain: number, l: number, n: number): number {
    return this.log ? gain / (this.log[n] - this.log[l] - this.log[n - l]) : gain;
  }
}

/** What a scan reads; nothing of it is modified. */
export interface Classes {
  bins: Bins;
  labels: Int32Array;
  rows: Int32Array;
  purity: Purity;
  least: number;
}

/** The question of greatest gain to feature j of the node whose rows are from ≤ k < to; counts are its rows by class. */
export function scanClasses(classes: Classes, counts: number[], from: number, to: number, j: number): ClassSplit {
  const { bins, labels, rows } = classes;
  const byCode = Array.from({ length: SLOTS_PER_COLUMN }, () => counts.map(() => 0));
  const words = bins.words[j >> 2];
  for (let k = from; k < to; k++) {
    byCode[(words[rows[k]] >>> ((j & 3) * 8)) & 255][labels[rows[k]]]++;
  }
  const last = bins.edges[j].length;
  const missing = byCode[last + 1];
  const sawMissing = sum(missing) > 0;
  const split = {
    feature: LEAF,
    bin: 0,
    missingLeft: false,
    gain: (to - from) * ROUNDING_OF_GAIN,
    left: 0,
    merit: 0,
    sawMissing,
  };
  const none = counts.map(() => 0);
  walk(classes, split, byCode, counts, none, sawMissing ? last : last - 1, j);
  if (sawMissing) {
    walk(classes, split, byCode, counts, missing, last - 1, j);
  }
  return split;
}

/** Tries every bin up to upTo as the last on the left, where start lies already. */
function walk(
  { purity, least }: Classes,
  split: ClassSplit,
  byCode: number[][],
  counts: number[],
  start: number[],
  upTo: number,
  j: number
): void {
  const whole = purity.of(counts, sum(counts));
  const left = start.slice();
  const right = counts.slice();
  const n = sum(counts);
  let l = sum(left);
  let at = -1;
  for (let b = 0; b <= upTo; b++) {
    const observed = sum(byCode[b]);
    for (let c = 0; c < left.length; c++) {
      left[c] += byCode[b][c];
      right[c] = counts[c] - left[c];
    }
    l += observed;
    if (observed === 0 || l < least || n - l < least) {
      continue; // without rows it is the same split as the bin before
    }
    const gain = purity.ofTwo(left, l, right, n - l) - whole;
    if (gain > split.gain) {
      split.gain = gain;
      split.merit = purity.meritOf(gain, l, n);
      at = b;
    }
  }
  if (at < 0) {
    return;
  }
  let end = at;
  while (end < upTo && sum(byCode[end + 1]) === 0) {
    end++;
  }
  split.feature = j;
  split.bin = (at + end) >> 1;
  split.missingLeft = sum(start) > 0;
}

function squares(counts: number[]): number {
  let total = 0;
  for (const count of counts) {
    total += count * count;
  }
  return total;
}

function sum(counts: number[]): number {
  let total = 0;
  for (const count of counts) {
    total += count;
  }
  return total;
}
