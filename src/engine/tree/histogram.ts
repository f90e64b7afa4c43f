/**
 * Packed sums of a node's rows by column and code.
 * Twin: pkg/engine/tree/histogram.go.
 */
import type { Bins } from './bins';

/** How many codes a byte has; a histogram has a slot for each. */
export const SLOTS_PER_COLUMN = 256;

/** Of each four columns: slot (j & 3)·256 + code of [j >> 2]. */
export type Histogram = Float64Array[];

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
    const { bins, packed, ordered } = this;
    const histogram = this.take();
    for (let k = from; k < to; k++) {
      ordered[k] = packed[rows[k]];
    }
    for (let group = 0; group < histogram.length; group++) {
      histogram[group].fill(0);
      addFour(histogram[group], bins.words[group], rows, ordered, from, to);
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
    return this.spare.pop() ?? this.bins.words.map(() => new Float64Array(4 * SLOTS_PER_COLUMN));
  }
}

/**
 * Adds rows to the histograms of four columns at once: a row's codes are one load, and the four additions do not wait
 * for each other.
 */
function addFour(
  h: Float64Array,
  words: Int32Array,
  rows: Int32Array,
  ordered: Float64Array,
  from: number,
  to: number
): void {
  for (let k = from; k < to; k++) {
    const word = words[rows[k]];
    const v = ordered[k];
    h[word & 255] += v;
    h[256 + ((word >>> 8) & 255)] += v;
    h[512 + ((word >>> 16) & 255)] += v;
    h[768 + (word >>> 24)] += v;
  }
}

/** Takes a child's sums off its parent's, in place. */
export function subtract(parent: Histogram, child: Histogram): void {
  for (let group = 0; group < parent.length; group++) {
    subtractFour(parent[group], child[group]);
  }
}

function subtractFour(parent: Float64Array, child: Float64Array): void {
  for (let k = 0; k < parent.length; k++) {
    parent[k] -= child[k];
  }
}

/** The packed sum of the missing rows of a column whose values have so many edges. */
export function missingIn(histogram: Histogram, j: number, edges: number): number {
  return histogram[j >> 2][(j & 3) * SLOTS_PER_COLUMN + edges + 1];
}
