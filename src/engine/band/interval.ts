/**
 * Room on both sides of the expected value.
 * Twin: pkg/engine/band/interval.go.
 */

/** Where something is below and above the expected value, in scales: both ≥ 0. */
export interface Interval {
  lower: number;
  upper: number;
}

/** The interval with both sides multiplied. Twin: Interval.Times. */
export function times({ lower, upper }: Interval, factor: number): Interval {
  return { lower: factor * lower, upper: factor * upper };
}

/** The larger of two intervals on each side. */
export function widest(a: Interval, b: Interval): Interval {
  return { lower: Math.max(a.lower, b.lower), upper: Math.max(a.upper, b.upper) };
}

/**
 * The interval as far as it lies within a limit: an interval that the trailing spread widens shows no more as usual than what
 * raises no alert. Twin: Interval.Within.
 */
export function within({ lower, upper }: Interval, limit: Interval): Interval {
  return { lower: Math.min(lower, limit.lower), upper: Math.min(upper, limit.upper) };
}
