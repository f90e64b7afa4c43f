/**
 * Residuals in twice the precision, the heart of refinement.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/residuals.go.
 */
import { lost, twoProduct, twoSum } from '../num/doubleDouble';
import type { QR } from './qr';

/** What an approximate solution still misses. */
export interface AugmentedResiduals {
  /** y − r − X·b, shape [n] */
  missesY: Float64Array;
  /** −Xᵀr, shape [rank], over the kept columns */
  missesZero: Float64Array;
}

/** y − r − X·b and −Xᵀr, each summed in twice the precision and rounded once. */
export function augmentedResiduals(
  f: QR,
  x: Float64Array,
  y: Float64Array,
  b: Float64Array,
  r: Float64Array
): AugmentedResiduals {
  const n = y.length;
  const high = new Float64Array(n);
  const low = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    high[i] = twoSum(y[i], -r[i]);
    low[i] = lost.error;
  }
  const missesZero = new Float64Array(b.length);
  for (let k = 0; k < b.length; k++) {
    const start = f.kept[k] * n;
    const coefficient = -b[k];
    let total = 0;
    let off = 0;
    for (let i = 0; i < n; i++) {
      const v = x[start + i];
      let product = twoProduct(coefficient, v);
      let error = lost.error;
      high[i] = twoSum(high[i], product);
      low[i] += lost.error + error;
      product = twoProduct(v, r[i]);
      error = lost.error;
      total = twoSum(total, -product);
      off += lost.error - error;
    }
    missesZero[k] = total + off;
  }
  for (let i = 0; i < n; i++) {
    high[i] += low[i];
  }
  return { missesY: high, missesZero };
}
