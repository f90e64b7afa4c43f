/**
 * Accurate least squares, and what can be said of its errors.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/leastSquares.go.
 * Numbers: spec/vectors/fit/{leastSquares,nist}.json.
 */
import { Fault } from '../fault/fault';
import { scale } from '../num/bits';
import type { Solution } from './cholesky';
import { columnsOf } from './gram';
import { factorQR, multiplyQ, multiplyQT, type QR, solveR, solveRT } from './qr';
import { augmentedResiduals } from './residuals';
import { countedRows, describe, rootWeights, scaleColumn, type Statistics } from './statistics';

/** A Solution with its statistics. `minPivot` is of lengths, not squares. */
export type LeastSquaresFit = Solution & Statistics;

/** The options of leastSquares. */
export interface LeastSquaresOptions {
  /** shape [n], or absent for ones; a row counts only if its weight is above 0 */
  weights?: Float64Array;
  /** a constant is among the columns: the total sum of squares is then about y's mean, else about 0 */
  intercept?: boolean;
}

/** Refinements of the solution: after two, NIST's sets come out as exactly as doubles allow. */
const REFINEMENTS = 2;

/**
 * Fits y ≈ X·b accurately where the columns of X are nearly collinear, at about ten times
 * the cost of solveGram.
 *
 * Columns are taken from left to right; one that those before it explain to within 1e−12 is
 * dropped: it gets coefficient 0, lowers `rank`, and is listed. So is a column that is not finite.
 * @param x - shape [p, n], column after column; not modified. Missing rule: rows that count hold numbers only
 * @param y - shape [n], in any unit; not modified
 * @throws Fault `fit/shape` if lengths do not agree
 * @throws Fault `fit/too-few-points` if no row counts
 * @throws Fault `fit/not-finite` if y holds a NaN or an infinity in a row that counts
 * @see Householder QR with columns scaled by powers of two, then Björck's augmented
 * refinement (1967) with residuals in twice the precision. Twin: LeastSquares
 */
export function leastSquares(x: Float64Array, y: Float64Array, options: LeastSquaresOptions = {}): LeastSquaresFit {
  const weights = options.weights ?? null;
  const p = columnsOf(x, y, weights);
  const { xs, ys } = countedRows(x, y, weights, p);
  const n = ys.length;
  checkTarget(ys);
  const exponents = new Int32Array(p);
  for (let j = 0; j < p; j++) {
    exponents[j] = scaleColumn(xs.subarray(j * n, (j + 1) * n));
  }
  const yExponent = scaleColumn(ys);
  const f = factorQR(xs.slice(), n);
  const { b, residuals } = solveRefined(f, xs, ys);
  const coefficients = new Float64Array(p);
  f.kept.forEach((j, k) => {
    coefficients[j] = scale(b[k], yExponent - exponents[j]);
  });
  const roots = rootWeights(weights, n);
  const statistics = describe(f, residuals, ys, roots, options.intercept ?? false, yExponent, exponents);
  return { coefficients, rank: f.kept.length, dropped: f.dropped, minPivot: f.minPivot, ...statistics };
}

function checkTarget(y: Float64Array): void {
  if (y.length === 0) {
    throw new Fault('fit/too-few-points', 'leastSquares: no row counts; want at least 1 of weight above 0');
  }
  const i = y.findIndex((v) => !(Math.abs(v) < Infinity));
  if (i >= 0) {
    throw new Fault(
      'fit/not-finite',
      `leastSquares: y = ${y[i]} in counted row ${i}; want numbers. Give rows with a missing target weight 0.`
    );
  }
}

/** The coefficients of the kept columns, and the residuals. */
function solveRefined(f: QR, x: Float64Array, y: Float64Array): { b: Float64Array; residuals: Float64Array } {
  const rank = f.kept.length;
  const residuals = y.slice();
  multiplyQT(f, residuals);
  const b = residuals.slice(0, rank);
  solveR(f, b);
  residuals.fill(0, 0, rank);
  multiplyQ(f, residuals);
  for (let round = 0; round < REFINEMENTS; round++) {
    refine(f, x, y, b, residuals);
  }
  return { b, residuals };
}

/**
 * Improves b and r = y − X·b together: solves r + X·b = y, Xᵀr = 0 for what the two equations
 * still miss.
 */
function refine(f: QR, x: Float64Array, y: Float64Array, b: Float64Array, r: Float64Array): void {
  const { missesY, missesZero } = augmentedResiduals(f, x, y, b, r);
  solveRT(f, missesZero);
  multiplyQT(f, missesY);
  const step = new Float64Array(b.length);
  for (let k = 0; k < step.length; k++) {
    step[k] = missesY[k] - missesZero[k];
    missesY[k] = missesZero[k];
  }
  solveR(f, step);
  multiplyQ(f, missesY);
  for (let k = 0; k < b.length; k++) {
    b[k] += step[k];
  }
  for (let i = 0; i < r.length; i++) {
    r[i] += missesY[i];
  }
}
