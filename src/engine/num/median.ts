/**
 * Medians in linear time; robust levels and scales rest on them.
 * Twin: pkg/engine/num/median.go. Numbers: spec/vectors/num/median.json.
 */
import { quantileInPlace } from './quantile';

/**
 * The middle of x: equal, bit for bit, to the 0.5-quantile of `sort(x)`.
 *
 * @param x - shape [n], any order, any unit; not modified
 * @returns a scalar in the unit of x; NaN if n = 0 or x holds a NaN (leave missing values out first)
 */
export function median(x: Float64Array): number {
  return medianInPlace(x.slice());
}

/**
 * `median` for a buffer the caller owns: x is reordered and its −0 become 0, but nothing is
 * allocated.
 */
export function medianInPlace(x: Float64Array): number {
  const n = x.length;
  if (n === 0) {
    return NaN;
  }
  for (let i = 0; i < n; i++) {
    const v = x[i];
    if (v !== v) {
      return NaN;
    }
    x[i] = v + 0; // −0 + 0 is 0
  }
  return quantileInPlace(x, 0.5);
}
