/**
 * The mean residual of the last hour.
 * Twin: pkg/engine/detect/hourlyMean.go.
 */
import { constants } from './constants';
import { same, Statistic, Window, withSign } from './statistic';

/**
 * The mean residual of the last hour, at most the slot's own residual in the same direction. A slot that is normal
 * again is therefore no anomaly after an anomalous hour. An hour must have MIN_MEAN_SLOTS slots, and half of them
 * observed.
 */
export const hourlyMean: Statistic = { name: 'hourlyMean', lengths: hourlyMeans, boundary: hourlyBoundary };

/** A mean of fewer slots is hardly another statistic than the deviation. */
export const MIN_MEAN_SLOTS = 3;

/** The slots of the window; 0 where the step is too long for one. */
function meanSlots(stepMs: number): number {
  const n = Math.floor(constants.meanMs / stepMs);
  return n < MIN_MEAN_SLOTS ? 0 : n;
}

function hourlyMeans(w: Window): Float64Array {
  const out = new Float64Array(w.residuals.length);
  for (let i = 0; i < out.length; i++) {
    const r = w.residuals[i];
    if (Number.isNaN(r)) {
      out[i] = r;
      continue;
    }
    const { total, observed } = sumBefore(w, i);
    if (observed === 0) {
      continue;
    }
    const mean = (total + r) / (observed + 1);
    if (same(mean, r)) {
      out[i] = withSign(Math.min(Math.abs(mean), Math.abs(r)), r);
    }
  }
  return out;
}

/**
 * The sum of the residuals in the hour that ends with slot i, that of i left out, and how many they are; 0 of none where
 * fewer than half of the hour's slots are observed.
 */
function sumBefore({ residuals, stepMs }: Window, i: number): { total: number; observed: number } {
  const n = meanSlots(stepMs);
  let total = 0;
  let observed = 0;
  for (let k = Math.max(0, i + 1 - n); k < i; k++) {
    if (!Number.isNaN(residuals[k])) {
      total += residuals[k];
      observed++;
    }
  }
  return 2 * (observed + 1) < n || n === 0 ? { total: 0, observed: 0 } : { total, observed };
}

function hourlyBoundary(w: Window, i: number, sign: number, limit: number): number {
  const { total, observed } = sumBefore(w, i);
  return Math.max(limit, (observed + 1) * limit - sign * total);
}
