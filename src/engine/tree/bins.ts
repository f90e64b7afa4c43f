/**
 * Designs whose values are replaced by the numbers of their bins.
 * Stage: features → **tree** → fit. Twin: pkg/engine/tree/bins.go. Numbers: spec/vectors/tree.
 */
import { Fault } from '../fault/fault';
import { Order } from './order';

/** How many bins a feature may have: a code fits a byte, with one to spare for missing values. */
export const MAX_BINS = 255;

/** A design whose values are replaced by the numbers of their bins. */
export interface Bins {
  rows: number;
  cols: number;
  /** Of each column, ascending: bin b holds edges[b − 1] < x ≤ edges[b]. */
  edges: Float64Array[];
  /** The design; not copied. */
  x: Float64Array;
  /** Codes of four columns each: byte j & 3 of words[j >> 2][i]. */
  words: Int32Array[];
}

/**
 * Cuts every column into at most `most` bins of about as many rows; values that are frequent have a bin of their own.
 * Missing rule: NaN and the infinities share one more bin, the last.
 *
 * @param x - shape [cols, n], column after column; not modified
 * @param n - rows, ≥ 1
 * @param most - 2 … 255
 * @throws Fault `tree/shape` if x is not whole columns of n ≥ 1 rows, or if most is not 2 … 255
 * @see Ke et al. (2017), LightGBM's greedy quantile bins
 */
export function binColumns(x: Float64Array, n: number, most: number): Bins {
  if (n < 1 || x.length % n !== 0 || most < 2 || most > MAX_BINS) {
    throw new Fault(
      'tree/shape',
      `tree: ${x.length} values in rows of ${n}, at most ${most} bins; want whole columns of at least 1 row, and 2 to ${MAX_BINS} bins`
    );
  }
  const cols = x.length / n;
  const bins: Bins = { rows: n, cols, edges: [], x, words: [] };
  const order = new Order(n);
  for (let j = 0; j < cols; j++) {
    if ((j & 3) === 0) {
      bins.words.push(new Int32Array(n));
    }
    const column = x.subarray(j * n, (j + 1) * n);
    order.sort(column);
    bins.edges.push(edgesOf(column, order, most));
    encode(bins, column, order, j);
  }
  return bins;
}

/** Writes the codes of one column, whose rows with a value are in order. */
function encode(bins: Bins, column: Float64Array, order: Order, j: number): void {
  const edges = bins.edges[j];
  const words = bins.words[j >> 2];
  const shift = (j & 3) * 8;
  let code = 0;
  for (let k = 0; k < order.held; k++) {
    const row = order.rows[k];
    while (code < edges.length && column[row] > edges[code]) {
      code++;
    }
    words[row] |= code << shift;
  }
  for (const row of order.missing) {
    words[row] |= (edges.length + 1) << shift;
  }
}

/** Where to cut the values of a column at rows in ascending order, between two of them each. */
function edgesOf(column: Float64Array, order: Order, most: number): Float64Array {
  const { values, counts } = distinct(column, order);
  const edges: number[] = [];
  if (values.length <= most) {
    for (let k = 1; k < values.length; k++) {
      edges.push(between(values[k - 1], values[k]));
    }
    return Float64Array.from(edges);
  }
  const big = order.held / most;
  let restRows = order.held;
  let restBins = most;
  for (let k = 0; k < counts.length; k++) {
    restRows -= counts[k] >= big ? counts[k] : 0;
    restBins -= counts[k] >= big ? 1 : 0;
  }
  let size = restRows / restBins;
  let held = 0;
  for (let k = 0; k + 1 < values.length && edges.length < most - 1; k++) {
    const isBig = counts[k] >= big;
    held += counts[k];
    restRows -= isBig ? 0 : counts[k];
    if (!isBig && held < size && !(counts[k + 1] >= big && held >= Math.max(1, 0.5 * size))) {
      continue;
    }
    edges.push(between(values[k], values[k + 1]));
    held = 0;
    if (!isBig) {
      restBins--;
      size = restRows / restBins;
    }
  }
  return Float64Array.from(edges);
}

/** The different values of a column at rows in ascending order, and how often each occurs. */
function distinct(column: Float64Array, { rows, held }: Order): { values: Float64Array; counts: Int32Array } {
  const values = new Float64Array(held);
  const counts = new Int32Array(held);
  let size = 0;
  for (let k = 0; k < held; k++) {
    const v = column[rows[k]] + 0; // −0 + 0 is 0
    if (size === 0 || values[size - 1] !== v) {
      values[size++] = v;
    }
    counts[size - 1]++;
  }
  return { values: values.subarray(0, size), counts: counts.subarray(0, size) };
}

/** A number with a ≤ it < b, the middle where doubles have one. */
function between(a: number, b: number): number {
  const middle = 0.5 * a + 0.5 * b; // a + b may overflow
  return middle < a || middle >= b ? a : middle;
}

/** The bin of row i in column j; the one after the last is that of missing values. Twin: Bins.Code. */
export function codeOf({ words }: Bins, i: number, j: number): number {
  return (words[j >> 2][i] >>> ((j & 3) * 8)) & 255;
}
