/**
 * Finds the best question of a node.
 * Twin: pkg/engine/tree/split.go.
 */
import type { Bins } from './bins';
import { Histogram, missingIn, SLOTS_PER_COLUMN } from './histogram';
import { MAX_ROWS } from './pack';
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
  minRows: number;
}

/**
 * 1/(k + l2) by rows k: the scan divides nothing. It is a constant of the module, whose memory the system gives as far as it
 * is written, since the compiler then knows where it lies.
 */
const inverse = new Float64Array(MAX_ROWS + 1);
const known = { rows: 0, l2: 0 };

/** Fills the table of reciprocals up to so many rows, unless it holds them. */
export function prepareInverse(rows: number, l2: number): void {
  const from = known.l2 === l2 ? known.rows + 1 : 1;
  for (let k = from; k <= rows; k++) {
    inverse[k] = 1 / (k + l2);
  }
  known.rows = known.l2 === l2 ? Math.max(known.rows, rows) : rows;
  known.l2 = l2;
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
  const { unit } = finder;
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
    walk(finder, split, histogram, total, 0, last - 1, j);
    return;
  }
  walk(finder, split, histogram, total, 0, last, j);
  walk(finder, split, histogram, total, missing, last - 1, j);
}

/**
 * Tries every bin up to upTo as the last on the left, where start lies already: two at a time, for which an array is checked
 * once. Counts are whole numbers, and masked: indices without a check.
 */
function walk(
  { unit, minRows }: Finder,
  split: Split,
  h: Histogram,
  total: number,
  start: number,
  upTo: number,
  j: number
): void {
  const perUnit = 1 / unit;
  const first = j * SLOTS_PER_COLUMN;
  const end = first + upTo;
  const sum = Math.floor(total * perUnit);
  const n = (total - sum * unit) | 0;
  const most = n - minRows;
  let next = start;
  let gain = split.gain;
  let at = -1;
  let best = 0;
  for (let b = first; b <= end; b += 2) {
    const left = next + h[b];
    next = left + h[b + 1]; // after the last bin of values there is at least that of missing ones
    const sum1 = Math.floor(left * perUnit);
    const sum2 = Math.floor(next * perUnit);
    const l1 = (left - sum1 * unit) | 0;
    const l2 = (next - sum2 * unit) | 0;
    if (l2 < minRows) {
      continue;
    }
    if (l1 > most) {
      break;
    }
    const rest1 = sum - sum1;
    const rest2 = sum - sum2;
    const gain1 = sum1 * sum1 * inverse[l1 & MAX_ROWS] + rest1 * rest1 * inverse[(n - l1) & MAX_ROWS];
    const gain2 = sum2 * sum2 * inverse[l2 & MAX_ROWS] + rest2 * rest2 * inverse[(n - l2) & MAX_ROWS];
    if (gain1 > gain && l1 >= minRows) {
      gain = gain1;
      at = b;
      best = left;
    }
    if (gain2 > gain && l2 <= most && b < end) {
      gain = gain2;
      at = b + 1;
      best = next;
    }
  }
  if (at >= 0) {
    split.feature = j;
    split.bin = middleOfGap(h, first, at - first, upTo);
    split.missingLeft = start !== 0;
    split.gain = gain;
    split.left = best;
  }
}

/** The bin in the middle of those that split a node's rows as bin `at` does: the bins behind it without rows. */
function middleOfGap(h: Histogram, first: number, at: number, upTo: number): number {
  let end = at;
  while (end < upTo && h[first + end + 1] === 0) {
    end++;
  }
  return (at + end) >> 1;
}
