/**
 * Removes outliers before the interval is estimated, since they would widen it.
 * Twin: pkg/engine/band/trim.go.
 */
import { log } from '../num/log';
import { pow } from '../num/pow';
import { quantileSorted } from '../num/quantileSorted';
import { DAY_MS } from '../zone/zone';
import type { Interval } from './interval';
import { normalQuantile } from './normalQuantile';

// The trim limit of each side is extrapolated from two of its quantiles, by a power of the normal tail. With few
// points the power shrinks to PRIOR_POWER.
const NEAR_TAIL = 0.25;
const FAR_TAIL = 0.08;
const PRIOR_POWER = 1.2;
const PRIOR_POINTS = 200;
const MIN_POWER = 1;
const MAX_POWER = 2.5;
/** Below this the bulk has no spread to extrapolate from. */
const MIN_BODY = 1e-9;

// A deviation is trimmed beyond the value that the extrapolated tail exceeds TRIM_PER_WEEK times a week. With few
// points at most the share MAX_TRIMMED is trimmed.
const TRIM_PER_WEEK = 1.2;
const MAX_TRIMMED = 0.02;

/**
 * The values between both trim limits, ascending, as a view of `sorted`.
 *
 * @param sorted - shape [n], n ≥ 1, ascending; not modified
 */
export function trimmed(sorted: Float64Array, stepMs: number): Float64Array {
  const { lower, upper } = trimLimits(sorted, stepMs);
  let from = 0;
  let to = sorted.length;
  while (from < to && !(sorted[from] >= -lower)) {
    from++;
  }
  while (to > from && !(sorted[to - 1] <= upper)) {
    to--;
  }
  return sorted.subarray(from, to);
}

/** The trim limits of both sides; `sorted` is as in trimmed. Twin: TrimLimits. */
export function trimLimits(sorted: Float64Array, stepMs: number): Interval {
  const tail = Math.min(MAX_TRIMMED, TRIM_PER_WEEK / ((7 * DAY_MS) / stepMs));
  const n = sorted.length;
  const [below, above] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    below[n - 1 - i] = Math.max(-sorted[i], 0);
    above[i] = Math.max(sorted[i], 0);
  }
  return { lower: trimLimit(below, tail), upper: trimLimit(above, tail) };
}

/** The value that one side, ascending, ≥ 0, exceeds with a given small probability, extrapolated from its bulk. */
function trimLimit(side: Float64Array, probability: number): number {
  const near = quantileSorted(side, 1 - NEAR_TAIL);
  const far = quantileSorted(side, 1 - FAR_TAIL);
  let power = PRIOR_POWER;
  if (near > MIN_BODY && far > near) {
    power = log(far / near) / log(normalQuantile(1 - FAR_TAIL) / normalQuantile(1 - NEAR_TAIL));
  }
  const n = side.length;
  power = (n * power + PRIOR_POINTS * PRIOR_POWER) / (n + PRIOR_POINTS);
  power = Math.min(Math.max(power, MIN_POWER), MAX_POWER);
  return far * pow(normalQuantile(1 - probability) / normalQuantile(1 - FAR_TAIL), power);
}
