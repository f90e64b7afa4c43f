/**
 * Finds the best question of a node.
 * Twin: pkg/engine/tree/split.go.
 */
import type { Bins } from './bins';
import { Histogram, missingIn, SLOTS_PER_COLUMN } from './histogram';
import { LEAF } from './tree';

/** The best question of a node. */
export interface Split {
  /** −1: none. */
  feature: number;
  /** Bins up to it go left. */
  bin: number;
  /** Where missing values go. */
  missingLeft: boolean;
  /** Squared error taken away, in units of the packed target. */
  gain: number;
  /** Packed sum of the left side. */
  left: number;
}

/** A gain below this part of the node's own sum of squares is rounding, and would split rows that are all alike. */
export const ROUNDING_OF_GAIN = 2 ** -46;

/** Looks for splits in histograms of packed sums. */
export interface Finder {
  bins: Bins;
  unit: number;
  leastRows: number;
  l2: number;
  /** 1/(rows + l2) by rows: the scan divides nothing. */
  inverse: Float64Array;
}

/**
 * The best split of a node among features.
 *
 * The gain of a split is L²/(l + l2) + R²/(r + l2) − T²/(n + l2), where L, R, T are sums of the target and l, r, n counts
 * of rows. Of equal gains the first feature, then the first bin, then missing values to the right win.
 *
 * @see Chen & Guestrin (2016), equation 7
 */
export function bestSplit(
  finder: Finder,
  histogram: Histogram,
  total: number,
  features: Int32Array,
  from: number,
  to: number
): Split {
  const { unit, inverse } = finder;
  const sum = Math.floor(total / unit);
  const whole = sum * sum * inverse[total - sum * unit];
  const split = { feature: LEAF, bin: 0, missingLeft: false, gain: whole + whole * ROUNDING_OF_GAIN, left: 0 };
  for (let k = from; k < to; k++) {
    scan(finder, split, histogram, total, features[k]);
  }
  split.gain -= whole;
  return split;
}

/** Improves a split by those of one feature. */
function scan(finder: Finder, split: Split, histogram: Histogram, total: number, j: number): void {
  const last = finder.bins.edges[j].length; // the last bin of values
  const missing = missingIn(histogram, j, last);
  if (missing === 0) {
    walk(finder, split, histogram[j >> 2], total, 0, last - 1, j);
    return;
  }
  walk(finder, split, histogram[j >> 2], total, 0, last, j);
  walk(finder, split, histogram[j >> 2], total, missing, last - 1, j);
}

/** Tries every bin up to upTo as the last on the left, where start lies already. */
function walk(
  { unit, leastRows, inverse }: Finder,
  split: Split,
  h: Float64Array,
  total: number,
  start: number,
  upTo: number,
  j: number
): void {
  const perUnit = 1 / unit;
  const first = (j & 3) * SLOTS_PER_COLUMN;
  const sum = Math.floor(total * perUnit);
  const n = (total - sum * unit) | 0;
  const most = n - leastRows;
  let left = start;
  let gain = split.gain;
  let at = -1;
  for (let b = 0; b <= upTo; b++) {
    left += h[first + b];
    const sumLeft = Math.floor(left * perUnit);
    const l = (left - sumLeft * unit) | 0; // a whole number: an index without a check
    if (l < leastRows) {
      continue;
    }
    if (l > most) {
      break;
    }
    const sumRight = sum - sumLeft;
    const g = sumLeft * sumLeft * inverse[l] + sumRight * sumRight * inverse[n - l];
    if (g > gain) {
      gain = g;
      at = b;
      split.left = left;
    }
  }
  if (at >= 0) {
    split.feature = j;
    split.bin = middleOfGap(h, first, at, upTo);
    split.missingLeft = start !== 0;
    split.gain = gain;
  }
}

/** The bin in the middle of those that split a node's rows as bin `at` does: the bins behind it without rows. */
function middleOfGap(h: Float64Array, first: number, at: number, upTo: number): number {
  let end = at;
  while (end < upTo && h[first + end + 1] === 0) {
    end++;
  }
  return (at + end) >> 1;
}
