/**
 * The geometric mean of residual and increment.
 * Twin: pkg/engine/detect/spike.go.
 */
import { Statistic, Window, withSign } from './statistic';

/**
 * The geometric mean of the residual and of the increment. The increment is the distance of the value beyond both of
 * the two slots before it, away from the expected value, and at most the residual. A sudden large residual makes it
 * large.
 */
export const spike: Statistic = { name: 'spike', lengths: spikes, boundary: spikeBoundary };

function spikes(w: Window): Float64Array {
  const out = new Float64Array(w.residuals.length);
  for (let i = 0; i < out.length; i++) {
    const r = w.residuals[i];
    if (Number.isNaN(r)) {
      out[i] = r;
      continue;
    }
    const start = startOf(w, i, r);
    if (Number.isNaN(start)) {
      continue;
    }
    const increment = Math.min(Math.abs(r), Math.max(0, withSign(1, r) * (w.values[i] - start)));
    out[i] = withSign(Math.sqrt(increment * Math.abs(r)), r);
  }
  return out;
}

/**
 * The larger, or below the expected value the smaller, of the values in the two slots before slot i; NaN where neither is
 * observed.
 */
function startOf({ values, residuals }: Window, i: number, sign: number): number {
  let start = NaN;
  for (let k = Math.max(0, i - 2); k < i; k++) {
    if (Number.isNaN(residuals[k])) {
      continue;
    }
    if (Number.isNaN(start)) {
      start = values[k];
    } else {
      start = sign < 0 ? Math.min(start, values[k]) : Math.max(start, values[k]);
    }
  }
  return start;
}

/**
 * Solves (r − d)·r = limit² for the residual r, where d is how far from the expected value the increment starts; r = limit
 * where the increment is no less than r.
 */
function spikeBoundary(w: Window, i: number, sign: number, limit: number): number {
  const start = startOf(w, i, sign);
  const expected = w.values[i] - w.residuals[i];
  const d = sign * (start - expected);
  if (d <= 0) {
    return limit;
  }
  const half = d / 2;
  return half + Math.sqrt(half * half + limit * limit);
}
