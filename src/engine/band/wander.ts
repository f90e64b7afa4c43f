/**
 * How long deviations stay.
 * Twin: pkg/engine/band/wander.go. Numbers: spec/vectors/band.
 */
import { distanceQuantile } from './distance';

// Deviations that stay for hours hold fewer independent days than deviations that come and go, so their greatest says less
// of the next: the edge grows with the autocorrelation at WANDER_MS, up to 1 + WANDER_MARGIN times.
const WANDER_MS = 3 * 3_600_000;
const WANDER_MARGIN = 2;
const WANDER_QUANTILE = 0.9; // deviations count no further, so that events do not lead
const LEAST_PAIRS = 24;

/**
 * By how much the edge of deviations grows, ≥ 1. Twin: Wander.
 *
 * @param z - shape [n], one a slot; NaN where missing; not modified
 */
export function wander(z: Float64Array, stepMs: number): number {
  const lag = Math.max(1, Math.floor(WANDER_MS / stepMs));
  const limit = distanceQuantile(z, WANDER_QUANTILE);
  let [products, squares, pairs] = [0, 0, 0];
  for (let i = lag; i < z.length; i++) {
    if (Number.isNaN(z[i]) || Number.isNaN(z[i - lag])) {
      continue;
    }
    const a = Math.min(Math.max(z[i - lag], -limit), limit);
    const b = Math.min(Math.max(z[i], -limit), limit);
    products += a * b;
    squares += a * a + b * b;
    pairs++;
  }
  return pairs < LEAST_PAIRS || squares === 0 ? 1 : 1 + WANDER_MARGIN * Math.max(0, (2 * products) / squares);
}
