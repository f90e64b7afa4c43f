/**
 * log(1 + x) without loss near 0: the transform of counts and durations.
 * Twin: pkg/engine/num/log1p.go. Numbers: spec/vectors/num/log1p.json.
 */
import { TWO_M54 } from './constants';
import { logOf, logOfProduct } from './log';

const SQRT2_MINUS_1 = 4.14213562373095048802e-1;
const SQRT_HALF_MINUS_1 = -2.92893218813452475599e-1;

/**
 * log(1 + x) within 1 ulp, also where 1 + x rounds to 1.
 *
 * Special cases: log1p(−1) = −∞, log1p(x < −1) = NaN, log1p(NaN) = NaN, log1p(∞) = ∞,
 * log1p(±0) = ±0.
 * @see FDLIBM s_log1p
 */
export function log1p(x: number): number {
  if (x === -1) {
    return -Infinity;
  }
  if (!(x > -1)) {
    return NaN;
  }
  if (x === Infinity || Math.abs(x) < TWO_M54) {
    return x;
  }
  if (x > SQRT_HALF_MINUS_1 && x < SQRT2_MINUS_1) {
    return logOf(x, 0, 0);
  }
  const u = 1 + x;
  const lost = x > 1 ? 1 - (u - x) : x - (u - 1); // what rounding took from 1 + x
  return logOfProduct(u, lost / u);
}
