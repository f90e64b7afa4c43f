/**
 * Quantiles of a sample in any order.
 * Twin: pkg/engine/num/quantile.go. Numbers: spec/vectors/num/quantile.json.
 */
import { between, rankOf } from './quantileSorted';
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
  const { rank, fraction } = rankOf(x.length, p);
  const lower = selectInPlace(x, rank);
  return fraction === 0 ? lower : between(lower, minFrom(x, rank + 1, x.length), fraction);
}

/** The least of x[from … to), which holds one at least. */
function minFrom(x: Float64Array, from: number, to: number): number {
  let least = x[from];
  for (let k = from + 1; k < to; k++) {
    if (x[k] < least) {
      least = x[k];
    }
  }
  return least;
}
