/**
 * What the comparison of a group returns.
 * Twin: pkg/engine/outliers/verdict.go.
 */

/** A group beside its normal band, in the series' unit; NaN where nothing is normal. */
export interface Verdict {
  /** Shape [slots], as lower and upper. */
  expected: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  /**
   * Shape [series][slots]: ≥ 0, 1 at the limit, above 1 outside; NaN where a series is missing or too few others are there.
   */
  scores: Float64Array[];
}
