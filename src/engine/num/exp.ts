/**
 * The exponential function; log-scale transforms, logistic curves and tanh rest on it.
 * Twin: pkg/engine/num/exp.go. Numbers: spec/vectors/num/exp.json.
 */
import { scale } from './bits';
import { EXP_OVERFLOW, EXP_UNDERFLOW, INV_LN2, LN2_HI, LN2_LO } from './constants';

const P1 = 1.66666666666666019037e-1; // 0x3FC55555 5555553E
const P2 = -2.77777777770155933842e-3; // 0xBF66C16C 16BEBD93
const P3 = 6.61375632143793436117e-5; // 0x3F11566A AF25DE2C
const P4 = -1.6533902205465251539e-6; // 0xBEBBBD41 C5D26BF1
const P5 = 4.13813679705723846039e-8; // 0x3E663769 72BEA4D0

/**
 * e^x within 1 ulp.
 *
 * Special cases: exp(NaN) = NaN, exp(∞) = ∞, exp(−∞) = 0; above 709.78 ∞, below −745.13 zero.
 * @see FDLIBM e_exp (x = k·ln2 + r, then a rational form in r)
 */
export function exp(x: number): number {
  if (x !== x) {
    return NaN;
  }
  if (x > EXP_OVERFLOW) {
    return Infinity;
  }
  if (x < EXP_UNDERFLOW) {
    return 0;
  }
  const k = Math.floor(INV_LN2 * x + 0.5);
  const hi = x - k * LN2_HI;
  const lo = k * LN2_LO;
  const r = hi - lo;
  const c = r - expTail(r);
  const y = 1 - (lo - (r * c) / (2 - c) - hi);
  return scale(y, k);
}

/** r² times the polynomial of r·coth(r/2) − 2 that exp and pow share. */
export function expTail(r: number): number {
  const t = r * r;
  return t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
}
