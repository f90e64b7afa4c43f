/**
 * Medians in linear time; robust levels and scales rest on them.
 * Twin: pkg/engine/num/median.go. Numbers: spec/vectors/num/median.json.
 */
import { leastFrom, quantileInPlace } from './quantile';
import { between } from './quantileSorted';
import { placeRank } from './select';

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

/**
 * Puts the median of the first n values of x, NaN if n = 0, into to[i], for loops over points: a number returned may be boxed.
 *
 * @param x - shape [≥ n], without NaN and −0; reordered
 */
export function putMedian(x: Float64Array, n: number, to: Float64Array, i: number): void {
  if (n === 0) {
    to[i] = NaN;
    return;
  }
  const rank = (n - 1) >> 1;
  placeRank(x, n, rank);
  if (n % 2 === 1) {
    to[i] = x[rank];
    return;
  }
  to[i] = between(x[rank], leastFrom(x, rank + 1, n), 0.5);
}
