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
