/**
 * Takes out what lies beyond the tail that a history's body promises: it is no part of what is usual.
 * Twin: pkg/engine/band/trim.go.
 */
import { log } from '../num/log';
import { pow } from '../num/pow';
import { quantileSorted } from '../num/quantileSorted';
import { DAY_MS } from '../zone/zone';
import type { Interval } from './interval';
import { normalQuantile } from './normalQuantile';

// The tail is a power of the normal one that goes through two quantiles of each side; few points draw it towards
// PRIOR_POWER.
const NEAR_TAIL = 0.25;
const FAR_TAIL = 0.08;
const PRIOR_POWER = 1.2;
const PRIOR_POINTS = 200;
const MIN_POWER = 1;
const MAX_POWER = 2.5;
/** Below this the body has no spread to read a tail from. */
const MIN_BODY = 1e-9;

// A deviation that the body promises less than TRIM_PER_WEEK times a week is trimmed; where points are so few that this is
// no tail at all, one beyond MAX_TRIMMED.
const TRIM_PER_WEEK = 1.2;
const MAX_TRIMMED = 0.02;

/**
 * The values between the ends of both sides' conditional quantiles, ascending; they share memory.
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

/** Where both sides' conditional quantiles end; `sorted` is as in trimmed. Twin: TrimLimits. */
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

/** What one side, ascending, ≥ 0, exceeds with a given small probability as its body promises. */
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
