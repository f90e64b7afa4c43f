/**
 * Orthogonal factors of a design, for systems that normal equations would blur.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/qr.go.
 * Numbers: spec/vectors/fit/{leastSquares,nist}.json.
 */
import { min } from '../num/minmax';

/**
 * A column whose length shrinks below this part of itself, once the columns before it are
 * taken out, is dropped. NIST's Filip in raw powers keeps 5e−8; planted collinear columns
 * come out below 1e−13.
 */
const TOLERANCE = 1.8189894035458565e-12; // 2^−39

/**
 * X = Q·R by Householder reflections, column after column, without pivoting, so that of
 * collinear columns the first is kept.
 */
export interface QR {
  rows: number;
  /** shape [p, n] by columns: R above the kept column's own row, its reflector from there on */
  reflectors: Float64Array;
  /** shape [rank]: R's diagonal */
  diagonal: number[];
  /** shape [rank]: reflection k is I − beta[k]·v·vᵀ */
  beta: number[];
  /** shape [rank]: which column of X is column k of R */
  kept: number[];
  /** the rest, ascending */
  dropped: number[];
  /** the least part of a kept column not explained by those before it */
  minPivot: number;
}

/**
 * Factors x, shape [p, n] by columns, and takes it over. Columns should be scaled so that
 * their greatest magnitude is near 1.
 * @see Golub & Van Loan, 5.2.1
 */
export function factorQR(x: Float64Array, n: number): QR {
  const p = x.length / n;
  const f: QR = { rows: n, reflectors: x, diagonal: [], beta: [], kept: [], dropped: [], minPivot: 1 };
  const lengths = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    lengths[j] = Math.sqrt(dot(x, j * n, x, j * n, n));
  }
  for (let j = 0; j < p; j++) {
    const k = f.kept.length;
    const at = j * n + k;
    const length = Math.sqrt(dot(x, at, x, at, n - k));
    const part = length / lengths[j];
    if (!(part > TOLERANCE && length < Infinity)) {
      f.dropped.push(j); // also NaN: a column of zeros, or not finite
      continue;
    }
    f.minPivot = min(f.minPivot, part);
    reflect(f, at, length, j);
    for (let l = j + 1; l < p; l++) {
      applyReflector(x, at, f.beta[k], x, l * n + k, n - k);
    }
  }
  return f;
}

/** Turns the lower part of column j, of the given length, into a reflector. */
function reflect(f: QR, at: number, length: number, j: number): void {
  const head = f.reflectors[at];
  const diagonal = head > 0 ? -length : length;
  f.reflectors[at] = head - diagonal; // same signs: nothing cancels
  f.diagonal.push(diagonal);
  f.beta.push(-1 / (diagonal * f.reflectors[at]));
  f.kept.push(j);
}

/** Replaces z by z − beta·(vᵀz)·v, over n values of v from v0 on and of z from z0 on. */
function applyReflector(v: Float64Array, v0: number, beta: number, z: Float64Array, z0: number, n: number): void {
  const t = beta * dot(v, v0, z, z0, n);
  for (let i = 0; i < n; i++) {
    z[z0 + i] -= t * v[v0 + i];
  }
}

/** Replaces z, shape [n], by Qᵀz. */
export function multiplyQT(f: QR, z: Float64Array): void {
  for (let k = 0; k < f.kept.length; k++) {
    applyReflector(f.reflectors, f.kept[k] * f.rows + k, f.beta[k], z, k, f.rows - k);
  }
}

/** Replaces z, shape [n], by Qz. */
export function multiplyQ(f: QR, z: Float64Array): void {
  for (let k = f.kept.length - 1; k >= 0; k--) {
    applyReflector(f.reflectors, f.kept[k] * f.rows + k, f.beta[k], z, k, f.rows - k);
  }
}

/** Replaces the first rank values of z by R⁻¹z. */
export function solveR(f: QR, z: Float64Array): void {
  for (let k = f.kept.length - 1; k >= 0; k--) {
    let s = z[k];
    for (let l = k + 1; l < f.kept.length; l++) {
      s -= f.reflectors[f.kept[l] * f.rows + k] * z[l];
    }
    z[k] = s / f.diagonal[k];
  }
}

/** Replaces the first rank values of z by R⁻ᵀz. */
export function solveRT(f: QR, z: Float64Array): void {
  for (let k = 0; k < f.kept.length; k++) {
    let s = z[k];
    for (let l = 0; l < k; l++) {
      s -= f.reflectors[f.kept[k] * f.rows + l] * z[l];
    }
    z[k] = s / f.diagonal[k];
  }
}

/** Σ a[a0 + i]·b[b0 + i] over i < n, in four sums side by side: faster, and rounded less. */
export function dot(a: Float64Array, a0: number, b: Float64Array, b0: number, n: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    s0 += a[a0 + i] * b[b0 + i];
    s1 += a[a0 + i + 1] * b[b0 + i + 1];
    s2 += a[a0 + i + 2] * b[b0 + i + 2];
    s3 += a[a0 + i + 3] * b[b0 + i + 3];
  }
  for (; i < n; i++) {
    s0 += a[a0 + i] * b[b0 + i];
  }
  return s0 + s1 + (s2 + s3);
}
