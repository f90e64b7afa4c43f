/**
 * Distances below and above the expected value.
 * Twin: pkg/engine/band/interval.go.
 */

/** A distance below and a distance above the expected value, in scales; both ≥ 0. */
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
 * The intersection of the interval with a limit. The scale ratio may widen the interval beyond the alert limit, but
 * values inside the drawn interval must raise no alert. Twin: Interval.Within.
 */
export function within({ lower, upper }: Interval, limit: Interval): Interval {
  return { lower: Math.min(lower, limit.lower), upper: Math.min(upper, limit.upper) };
}
