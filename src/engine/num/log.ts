/**
 * The natural logarithm; log1p and the normal generator rest on it.
 * Twin: pkg/engine/num/log.go. Numbers: spec/vectors/num/log.json.
 */
import { highWord, withHighWord } from './bits';
import { LN2_HI, LN2_LO, MIN_NORMAL, TWO_54 } from './constants';

const L1 = 6.66666666666673513e-1; // 0x3FE55555 55555593
const L2 = 3.999999999940941908e-1; // 0x3FD99999 9997FA04
const L3 = 2.857142874366239149e-1; // 0x3FD24924 94229359
const L4 = 2.222219843214978396e-1; // 0x3FCC71C5 1D8E78AF
const L5 = 1.818357216161805012e-1; // 0x3FC74664 96CB03DE
const L6 = 1.531383769920937332e-1; // 0x3FC39A09 D078C69F
const L7 = 1.479819860511658591e-1; // 0x3FC2F112 DF3E5244

/**
 * The natural logarithm of x within 1 ulp.
 *
 * Special cases: log(±0) = −∞, log(x < 0) = NaN, log(NaN) = NaN, log(∞) = ∞.
 * @see FDLIBM e_log (x = 2^k·(1 + f), √½ < 1 + f < √2)
 */
export function log(x: number): number {
  if (x === 0) {
    return -Infinity;
  }
  if (!(x > 0)) {
    return NaN;
  }
  if (x === Infinity) {
    return x;
  }
  return logOfProduct(x, 0);
}

/** log(x) + c for finite x > 0, c being a correction below one ulp. */
export function logOfProduct(x: number, c: number): number {
  let k = 0;
  if (x < MIN_NORMAL) {
    x *= TWO_54;
    k = -54;
  }
  let high = highWord(x);
  k += (high >>> 20) - 1023;
  high &= 0xfffff;
  const carry = (high + 0x95f64) & 0x100000; // 1 + f at or above √2 moves one octave down
  k += carry >>> 20;
  return logOf(withHighWord(x, high | (carry ^ 0x3ff00000)) - 1, k, c);
}

/** log(2^k·(1 + f)) + c, for √½ < 1 + f < √2, c being a correction below one ulp. */
export function logOf(f: number, k: number, c: number): number {
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (L2 + w * (L4 + w * L6));
  const odd = z * (L1 + w * (L3 + w * (L5 + w * L7)));
  const half = 0.5 * f * f;
  return k * LN2_HI - (half - (s * (half + (odd + even)) + (k * LN2_LO + c)) - f);
}
