/**
 * Weighted products of a design's columns: all that ridge regression needs of 20,000 rows.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/gram.go.
 * Numbers: spec/vectors/fit/gram.json.
 */
import { Fault } from '../fault/fault';
import { addProducts, CHUNK, RowChunk } from './gramChunk';

/**
 * The weighted products of a design's columns with each other and with the target. Grams of
 * disjoint rows add, so that an out-of-fold fit is the total minus its block.
 */
export interface Gram {
  /** p */
  columns: number;
  /** rows counted, those of weight 0 left out */
  rows: number;
  /** sum of their weights */
  weight: number;
  /** shape [p, p], symmetric, both halves filled */
  xtx: Float64Array;
  /** shape [p] */
  xty: Float64Array;
  yty: number;
}

/** The Gram of no rows, to add others to. Twin: NewGram. */
export function newGram(columns: number): Gram {
  return {
    columns,
    rows: 0,
    weight: 0,
    xtx: new Float64Array(columns * columns),
    xty: new Float64Array(columns),
    yty: 0,
  };
}

/** A Gram that shares nothing with g. Twin: Gram.Copy. */
export function copyGram(g: Gram): Gram {
  return { ...g, xtx: g.xtx.slice(), xty: g.xty.slice() };
}

/**
 * The Gram of rows from ≤ i < to, in one pass.
 *
 * @param x - shape [p, n], column after column (x[j·n + i] is row i of column j); not modified
 * @param y - shape [n]; not modified
 * @param weights - shape [n], or null for ones; not modified. Missing rule: a row counts only
 * if its weight is above 0 (not if it is NaN), and may hold NaN if it does not count
 * @throws Fault `fit/shape` if lengths or the range do not agree
 * @see blocked outer products; rows are scaled by the root of their weight. Twin: GramOf
 */
export function gramOf(x: Float64Array, y: Float64Array, weights: Float64Array | null, from: number, to: number): Gram {
  const p = columnsOf(x, y, weights);
  const n = y.length;
  if (!(from >= 0 && from <= to && to <= n)) {
    throw new Fault('fit/shape', `gram: rows ${from} to ${to}; want a range within 0 to ${n}`);
  }
  const q = (Math.floor(p / 3) + 1) * 3; // the columns and y, padded with zeros to whole tiles
  const packed = new Float64Array(q * CHUNK);
  const sums = new Float64Array(q * q);
  const g = newGram(p);
  const chunk = new RowChunk();
  for (let i = from; i < to;) {
    i = chunk.take(weights, i, to);
    for (let j = 0; j < p; j++) {
      chunk.pack(packed, j * CHUNK, x, j * n);
    }
    chunk.pack(packed, p * CHUNK, y, 0);
    addProducts(sums, packed, q, chunk.size);
    g.rows += chunk.size;
    g.weight += chunk.weight;
  }
  unpack(g, sums, q);
  return g;
}

/**
 * The number of columns of x, after comparing the shapes.
 * @throws Fault `fit/shape`
 */
export function columnsOf(x: Float64Array, y: Float64Array, weights: Float64Array | null): number {
  const n = y.length;
  if (n === 0 || x.length % n !== 0 || (weights !== null && weights.length !== n)) {
    throw new Fault(
      'fit/shape',
      `fit: x has ${x.length} values, y ${n}, weights ${weights?.length ?? 0}; ` +
        'want n in y and in weights, n ≥ 1, and columns of n in x'
    );
  }
  return x.length / n;
}

/** Fills g from the upper half of sums, whose row and column p are y's. */
function unpack(g: Gram, sums: Float64Array, q: number): void {
  const p = g.columns;
  for (let i = 0; i < p; i++) {
    for (let j = i; j < p; j++) {
      g.xtx[i * p + j] = sums[i * q + j];
      g.xtx[j * p + i] = sums[i * q + j];
    }
    g.xty[i] = sums[i * q + p];
  }
  g.yty = sums[p * q + p];
}

/**
 * Adds another Gram's rows to g, which is modified.
 * @throws Fault `fit/shape` if their numbers of columns differ. Twin: Gram.Add
 */
export function addGram(g: Gram, other: Gram): void {
  combine(g, other, 1);
}

/**
 * Takes another Gram's rows from g, which is modified. What is left carries the rounding of
 * the total.
 * @throws Fault `fit/shape` if their numbers of columns differ. Twin: Gram.Subtract
 */
export function subtractGram(g: Gram, other: Gram): void {
  combine(g, other, -1);
}

function combine(g: Gram, other: Gram, sign: number): void {
  if (g.columns !== other.columns) {
    throw new Fault('fit/shape', `gram: ${other.columns} columns against ${g.columns}; want equal`);
  }
  g.rows += sign * other.rows;
  g.weight += sign * other.weight;
  g.yty += sign * other.yty;
  for (let i = 0; i < g.xtx.length; i++) {
    g.xtx[i] += sign * other.xtx[i];
  }
  for (let i = 0; i < g.xty.length; i++) {
    g.xty[i] += sign * other.xty[i];
  }
}
