/**
 * Quantiles of a sorted sample.
 * Twin: pkg/engine/num/quantileSorted.go. Numbers: spec/vectors/num/quantileSorted.json.
 */
import { Fault } from '../fault/fault';
import { min } from './minmax';

/**
 * The p-quantile of an ascending sample, by linear interpolation.
 *
 * @param sorted - shape [n], n ≥ 1; ascending, without NaN (`sort` gives it); not modified
 * @param p - probability in [0, 1]
 * @returns a scalar in the sample's unit; `sorted[0]` at p = 0, `sorted[n - 1]` at p = 1
 * @throws Fault `num/empty-sample` if n = 0
 * @throws Fault `num/p-out-of-range` if p is NaN or outside [0, 1]
 * @see Hyndman & Fan (1996), "Sample quantiles in statistical packages", definition 7
 */
export function quantileSorted(sorted: Float64Array, p: number): number {
  const { rank, fraction } = rankOf(sorted.length, p);
  return rank === sorted.length - 1 ? sorted[rank] : between(sorted[rank], sorted[rank + 1], fraction);
}

/**
 * The rank of n ascending values that the p-quantile stands at, and the fraction of the way to the next at which it does.
 * Throws as quantileSorted does.
 */
export function rankOf(n: number, p: number): { rank: number; fraction: number } {
  if (n === 0) {
    throw new Fault('num/empty-sample', 'quantile: the sample has no values; want at least 1');
  }
  if (!(p >= 0 && p <= 1)) {
    throw new Fault('num/p-out-of-range', `quantile: p = ${p}; want 0 ≤ p ≤ 1`);
  }
  const h = (n - 1) * p;
  const rank = Math.floor(h);
  return { rank, fraction: h - rank };
}

/**
 * The point at fraction t, 0 ≤ t < 1, from a to b, a ≤ b. It never passes b, so that
 * quantiles rise with p; from −∞, or where a and b are equal, it is a, since ∞ − ∞ would be NaN.
 */
export function between(a: number, b: number, t: number): number {
  if (t === 0 || a === b || a === -Infinity) {
    return a;
  }
  return min(a + t * (b - a), b);
}
