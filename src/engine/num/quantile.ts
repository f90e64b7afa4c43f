/**
 * Quantiles of a sample in any order.
 * Twin: pkg/engine/num/quantile.go. Numbers: spec/vectors/num/quantile.json.
 */
import { Fault } from '../fault/fault';
import { between } from './quantileSorted';
import { selectInPlace } from './select';

/**
 * `quantileSorted` for a buffer in any order that the caller owns, in linear time.
 *
 * @param x - shape [n], n ≥ 1; without NaN and −0; reordered
 * @param p - probability in [0, 1]
 * @throws Fault `num/empty-sample` if n = 0
 * @throws Fault `num/p-out-of-range` if p is NaN or outside [0, 1]
 * @see Hyndman & Fan (1996), "Sample quantiles in statistical packages", definition 7
 */
export function quantileInPlace(x: Float64Array, p: number): number {
  const n = x.length;
  if (n === 0) {
    throw new Fault('num/empty-sample', 'quantile: x has no values; want at least 1');
  }
  if (!(p >= 0 && p <= 1)) {
    throw new Fault('num/p-out-of-range', `quantile: p = ${p}; want 0 ≤ p ≤ 1`);
  }
  const h = (n - 1) * p; // position between ranks
  const i = Math.floor(h);
  const lower = selectInPlace(x, i);
  if (h === i) {
    return lower;
  }
  let upper = x[i + 1];
  for (let k = i + 2; k < n; k++) {
    if (x[k] < upper) {
      upper = x[k];
    }
  }
  return between(lower, upper, h - i);
}
