/**
 * Ridge regression from a Gram.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/cholesky.go.
 * Numbers: spec/vectors/fit/solveGram.json.
 */
import { Fault } from '../fault/fault';
import { exponent, scale } from '../num/bits';
import { max, min } from '../num/minmax';
import type { Gram } from './gram';

/** The coefficients of a linear model, and which columns they leave out. */
export interface Solution {
  /** shape [p]; 0 for a dropped column; always finite */
  coefficients: Float64Array;
  /** columns that were used */
  rank: number;
  /** the others, ascending: each is nearly a sum of multiples of columns before it, or not finite */
  dropped: number[];
  /** in (0, 1]: of all used columns, the least part not explained by those before it; 1 if none is used */
  minPivot: number;
}

/**
 * A column whose squared length shrinks below this part of itself, once the columns before
 * it are taken out, is dropped. Products are rounded at 2^−53 of the whole, so that fewer
 * than 17 bits of such a column would be its own.
 */
const TOLERANCE = 1.4551915228366852e-11; // 2^−36

/**
 * Minimises |y − Xb|² + Σ ridge[j]·b[j]² from the Gram of X and y.
 *
 * Columns are taken from left to right; a faulty pivot drops its column, which is reported
 * and gets coefficient 0, so that no NaN can arise. `minPivot` squares what leastSquares
 * reports: below 1e−8 prefer leastSquares.
 * @param g - not modified
 * @param ridge - shape [p], values ≥ 0 in the unit of xtx, or null for none; not modified
 * @throws Fault `fit/shape` if ridge has another length
 * @throws Fault `fit/not-finite` if xty or a penalty is NaN or infinite (the target holds a NaN)
 * @see Cholesky, rows scaled by powers of two. Twin: SolveGram
 */
export function solveGram(g: Gram, ridge: Float64Array | null): Solution {
  const p = g.columns;
  if (ridge !== null && ridge.length !== p) {
    throw new Fault('fit/shape', `cholesky: ${ridge.length} penalties; want one for each of ${p} columns`);
  }
  const factor = new Float64Array(p * p);
  const scales = new Float64Array(p);
  const s: Solution = { coefficients: new Float64Array(p), rank: 0, dropped: [], minPivot: 1 };
  for (let j = 0; j < p; j++) {
    const whole = ridge === null ? g.xtx[j * p + j] : g.xtx[j * p + j] + ridge[j];
    let pivot = 0;
    if (whole > 0 && whole < Infinity) {
      scales[j] = scale(1, -(exponent(whole) >> 1));
      pivot = choleskyRow(factor, g.xtx, scales, whole * scales[j] * scales[j], j, p);
    }
    if (!(pivot > TOLERANCE)) {
      scales[j] = 0;
      factor.fill(0, j * p, j * p + p);
      s.dropped.push(j);
      continue;
    }
    s.rank++;
    s.minPivot = min(s.minPivot, pivot);
  }
  checkFinite(g, ridge, scales);
  backSubstitute(s.coefficients, factor, g.xty, scales);
  return s;
}

/**
 * Computes row j of the factor and returns its pivot as a part of whole, the scaled
 * diagonal. A dropped column k has scale 0 and a factor of zeros.
 */
function choleskyRow(
  factor: Float64Array,
  xtx: Float64Array,
  scales: Float64Array,
  whole: number,
  j: number,
  p: number
): number {
  const row = j * p;
  let left = whole;
  for (let k = 0; k < j; k++) {
    if (scales[k] === 0) {
      continue;
    }
    const other = k * p;
    let s = xtx[row + k] * scales[j] * scales[k];
    for (let i = 0; i < k; i++) {
      s -= factor[row + i] * factor[other + i];
    }
    s /= factor[other + k];
    factor[row + k] = s;
    left -= s * s;
  }
  factor[row + j] = Math.sqrt(max(left, 0));
  return left / whole;
}

/** Refuses a right side that would put a NaN into a coefficient that is used. */
function checkFinite(g: Gram, ridge: Float64Array | null, scales: Float64Array): void {
  g.xty.forEach((v, j) => {
    if (scales[j] !== 0 && !(Math.abs(v) < Infinity)) {
      throw new Fault(
        'fit/not-finite',
        `cholesky: xty[${j}] = ${v}; want numbers. Give rows with a missing target weight 0.`
      );
    }
  });
  ridge?.forEach((v, j) => {
    if (!(v >= 0 && v < Infinity)) {
      throw new Fault('fit/not-finite', `cholesky: ridge[${j}] = ${v}; want a number ≥ 0`);
    }
  });
}

/** Solves L·Lᵀ·b = xty in place of b, in scaled columns, and undoes the scale. */
function backSubstitute(b: Float64Array, factor: Float64Array, xty: Float64Array, scales: Float64Array): void {
  const p = b.length;
  for (let j = 0; j < p; j++) {
    if (scales[j] === 0) {
      continue;
    }
    let s = xty[j] * scales[j];
    for (let k = 0; k < j; k++) {
      s -= factor[j * p + k] * b[k];
    }
    b[j] = s / factor[j * p + j];
  }
  for (let j = p - 1; j >= 0; j--) {
    if (scales[j] === 0) {
      continue;
    }
    let s = b[j];
    for (let k = j + 1; k < p; k++) {
      s -= factor[k * p + j] * b[k];
    }
    b[j] = s / factor[j * p + j];
  }
  for (let j = 0; j < p; j++) {
    b[j] *= scales[j];
  }
}
