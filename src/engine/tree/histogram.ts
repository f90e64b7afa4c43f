/**
 * Packed sums of a node's rows by column and code.
 * Twin: pkg/engine/tree/histogram.go.
 */
import type { Bins } from './bins';

/** How many codes a byte has; a histogram has a slot for each. */
export const SLOTS_PER_COLUMN = 256;

const SLOTS_PER_GROUP = 4 * SLOTS_PER_COLUMN; // of the columns whose codes share a word

/** Slot j·256 + code holds the packed sum of the rows with that code in column j. */
export type Histogram = Float64Array;

/** Histograms, whose memory is used again and again. */
export class Histograms {
  private readonly spare: Histogram[] = [];
  private readonly ordered: Float64Array;

  /** @param packed - shape [n]; read at the rows that are asked for */
  constructor(
    private readonly bins: Bins,
    private readonly packed: Float64Array
  ) {
    this.ordered = new Float64Array(bins.rows);
  }

  /** The packed sums of the rows from ≤ k < to. */
  of(rows: Int32Array, from: number, to: number): Histogram {
    const { words } = this.bins;
    const { ordered } = this;
    const histogram = this.take();
    gather(ordered, this.packed, rows, from, to);
    for (let group = 0; group < words.length; group += 2) {
      sums.fill(0);
      if (group + 1 < words.length) {
        addEight(words[group], words[group + 1], rows, ordered, from, to);
        histogram.set(sums, group * SLOTS_PER_GROUP);
      } else {
        addFour(words[group], rows, ordered, from, to);
        histogram.set(firstSums, group * SLOTS_PER_GROUP);
      }
    }
    return histogram;
  }

  /** Lets memory be used again. */
  release(histogram: Histogram | null): void {
    if (histogram) {
      this.spare.push(histogram);
    }
  }

  private take(): Histogram {
    return this.spare.pop() ?? new Float64Array(this.bins.words.length * SLOTS_PER_GROUP);
  }
}

/** Lays the sums of rows side by side, so that only their codes are scattered; four at a time, as in subtract. */
function gather(ordered: Float64Array, packed: Float64Array, rows: Int32Array, from: number, to: number): void {
  let k = from;
  for (; k + 3 < to; k += 4) {
    ordered[k] = packed[rows[k]];
    ordered[k + 1] = packed[rows[k + 1]];
    ordered[k + 2] = packed[rows[k + 2]];
    ordered[k + 3] = packed[rows[k + 3]];
  }
  for (; k < to; k++) {
    ordered[k] = packed[rows[k]];
  }
}

/**
 * Two groups in the making. It is a constant of the module since the compiler then knows where it lies and how long it is,
 * and checks none of the indices below.
 */
const sums = new Float64Array(2 * SLOTS_PER_GROUP);
const firstSums = sums.subarray(0, SLOTS_PER_GROUP);

/** Adds rows to the sums of four columns at once: a row's codes are one load, and no addition waits for another. */
function addFour(words: Int32Array, rows: Int32Array, ordered: Float64Array, from: number, to: number): void {
  for (let k = from; k < to; k++) {
    const v = ordered[k];
    const word = words[rows[k]];
    sums[word & 255] += v;
    sums[256 + ((word >>> 8) & 255)] += v;
    sums[512 + ((word >>> 16) & 255)] += v;
    sums[768 + (word >>> 24)] += v;
  }
}

/** Adds rows to the sums of eight columns, which share the loads of row and value: a third less time than addFour twice. */
function addEight(
  words: Int32Array,
  words2: Int32Array,
  rows: Int32Array,
  ordered: Float64Array,
  from: number,
  to: number
): void {
  for (let k = from; k < to; k++) {
    const row = rows[k];
    const v = ordered[k];
    const word = words[row];
    const word2 = words2[row];
    sums[word & 255] += v;
    sums[256 + ((word >>> 8) & 255)] += v;
    sums[512 + ((word >>> 16) & 255)] += v;
    sums[768 + (word >>> 24)] += v;
    sums[1024 + (word2 & 255)] += v;
    sums[1280 + ((word2 >>> 8) & 255)] += v;
    sums[1536 + ((word2 >>> 16) & 255)] += v;
    sums[1792 + (word2 >>> 24)] += v;
  }
}

/** Takes a child's sums off its parent's, in place; four at a time, for which an array is checked once. */
export function subtract(parent: Histogram, child: Histogram): void {
  for (let k = 0; k < parent.length; k += 4) {
    parent[k] -= child[k];
    parent[k + 1] -= child[k + 1];
    parent[k + 2] -= child[k + 2];
    parent[k + 3] -= child[k + 3];
  }
}

/** The packed sum of the missing rows of a column whose values have so many edges. */
export function missingIn(histogram: Histogram, j: number, edges: number): number {
  return histogram[j * SLOTS_PER_COLUMN + edges + 1];
}
