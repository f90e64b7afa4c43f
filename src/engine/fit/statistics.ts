/**
 * Around the solver: weighted rows, exact scaling, and the statistics of a fit.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/statistics.go.
 */
import { exponent, scale } from '../num/bits';
import { max } from '../num/minmax';
import { dot, type QR, solveRT } from './qr';

/** What a fit says of its own errors. */
export interface Statistics {
  /** shape [p]; 0 for a dropped column; NaN without degrees of freedom */
  standardErrors: Float64Array;
  /** √(RSS/(rows − rank)), in y's unit; NaN without degrees of freedom */
  residualSd: number;
  /** 1 − RSS/TSS; NaN for a constant y */
  rSquared: number;
}

/** Copies of x and y without the rows whose weight is not above 0, each row times the root of its weight. */
export function countedRows(
  x: Float64Array,
  y: Float64Array,
  weights: Float64Array | null,
  p: number
): { xs: Float64Array; ys: Float64Array } {
  if (weights === null) {
    return { xs: x.slice(), ys: y.slice() };
  }
  const n = y.length;
  const roots = rootWeights(weights, 0);
  const ys = new Float64Array(roots.length);
  const xs = new Float64Array(roots.length * p);
  let k = 0;
  for (let i = 0; i < n; i++) {
    if (weights[i] > 0) {
      ys[k] = roots[k] * y[i];
      for (let j = 0; j < p; j++) {
        xs[j * roots.length + k] = roots[k] * x[j * n + i];
      }
      k++;
    }
  }
  return { xs, ys };
}

/** What countedRows multiplied the rows that it kept by: n ones without weights. */
export function rootWeights(weights: Float64Array | null, n: number): Float64Array {
  if (weights === null) {
    return new Float64Array(n).fill(1);
  }
  return weights.filter((w) => w > 0).map((w) => Math.sqrt(w));
}

/**
 * Multiplies c by 2^−e so that its greatest magnitude is in [1, 2), exactly, and returns e.
 * A column of zeros, or one that is not finite, stays, with e = 0.
 */
export function scaleColumn(c: Float64Array): number {
  let greatest = 0;
  for (let i = 0; i < c.length; i++) {
    const a = Math.abs(c[i]);
    if (!(a < Infinity)) {
      return 0;
    }
    greatest = max(greatest, a);
  }
  if (greatest === 0) {
    return 0;
  }
  const e = exponent(greatest);
  for (let i = 0; i < c.length; i++) {
    c[i] = scale(c[i], -e);
  }
  return e;
}

/**
 * The statistics of a fit.
 *
 * @param r - residuals, shape [n], scaled by 2^−yExponent as y is
 * @param roots - the rows' weights' roots, shape [n], which an intercept's column holds
 * @param exponents - shape [p]: column j was scaled by 2^−exponents[j]
 */
export function describe(
  f: QR,
  r: Float64Array,
  y: Float64Array,
  roots: Float64Array,
  intercept: boolean,
  yExponent: number,
  exponents: Int32Array
): Statistics {
  const n = y.length;
  const rank = f.kept.length;
  const unexplained = dot(r, 0, r, 0, n);
  let total = dot(y, 0, y, 0, n);
  if (intercept) {
    const mean = dot(roots, 0, y, 0, n) / dot(roots, 0, roots, 0, n);
    const centred = y.map((v, i) => v - mean * roots[i]);
    total = dot(centred, 0, centred, 0, n);
  }
  const sd = n === rank ? NaN : Math.sqrt(unexplained / (n - rank));
  const standardErrors = new Float64Array(exponents.length);
  const row = new Float64Array(rank);
  f.kept.forEach((j, k) => {
    row.fill(0); // row k of R⁻¹ is R⁻ᵀ of unit vector k
    row[k] = 1;
    solveRT(f, row);
    standardErrors[j] = scale(sd * Math.sqrt(dot(row, 0, row, 0, rank)), yExponent - exponents[j]);
  });
  return {
    standardErrors,
    residualSd: scale(sd, yExponent),
    rSquared: total === 0 ? NaN : 1 - unexplained / total,
  };
}
