/**
 * Powers of numbers that are not negative.
 * Twin: pkg/engine/num/pow.go. Numbers: spec/vectors/num/pow.json.
 */
import { clearLowWord, highWord, scale, withHighWord } from './bits';
import { MIN_NORMAL, TWO_54 } from './constants';
import { expTail } from './exp';

const L1 = 5.99999999999994648725e-1; // 0x3FE33333 33333303
const L2 = 4.28571428578550184252e-1; // 0x3FDB6DB6 DB6FABFF
const L3 = 3.33333329818377432918e-1; // 0x3FD55555 518F264D
const L4 = 2.72728123808534006489e-1; // 0x3FD17460 A91D4101
const L5 = 2.30660745775561754067e-1; // 0x3FCD864A 93C9DB65
const L6 = 2.06975017800338417784e-1; // 0x3FCA7E28 4A454EEF

const LN2 = 6.93147180559945286227e-1; // 0x3FE62E42 FEFA39EF
const LN2_UPPER = 6.93147182464599609375e-1; // 0x3FE62E43 00000000
const LN2_LOWER = -1.90465429995776804525e-9; // 0xBE205C61 0CA86C39
const INV_3LN2 = 9.61796693925975554329e-1; // 2/(3·ln2), 0x3FEEC709 DC3A03FD
const INV_3LN2_UP = 9.61796700954437255859e-1; // 0x3FEEC709 E0000000
const INV_3LN2_LO = -7.02846165095275826516e-9; // 0xBE3E2FE0 145B01F5
const LOG2_OF_3_H = 5.84962487220764160156e-1; // log2(1.5), upper part, 0x3FE2B803 40000000
const LOG2_OF_3_L = 1.35003920212974897128e-8; // lower part, 0x3E4CFDEB 43CFD006

let log2Lower = 0.5; // the second result of log2Of, kept here since returning a pair would allocate

/**
 * x^y within 1 ulp, for x ≥ 0: the engine never raises a negative number.
 *
 * Special cases, in this order: pow(x, 0) = pow(1, y) = 1, even for NaN; NaN if x or y is
 * NaN or x < 0; pow(0, y) and pow(∞, y) are 0 or ∞ by the sign of y; pow(x, ±∞) is 0 or ∞
 * by the side of 1 that x is on.
 * @see FDLIBM e_pow (log2 x in two parts, times y, then 2^z)
 */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) {
    return 1;
  }
  if (!(x >= 0) || y !== y) {
    return NaN;
  }
  if (x === 0 || x === Infinity || Math.abs(y) === Infinity) {
    return x > 1 === y > 0 ? Infinity : 0;
  }
  const upper = log2Of(x);
  const lower = log2Lower;
  const yUpper = clearLowWord(y);
  const small = (y - yUpper) * upper + y * lower;
  const large = yUpper * upper;
  if (Math.abs(large) > 1100) {
    return large > 0 ? Infinity : 0; // far outside the exponents of a double
  }
  return exp2Of(large, small);
}

/**
 * The upper part of log2(x), 21 to 32 bits, so that a product with another such number is
 * exact; the lower part is left in log2Lower. Together about 70 good bits.
 */
function log2Of(x: number): number {
  let n = 0;
  if (x < MIN_NORMAL) {
    x *= TWO_54;
    n = -54;
  }
  let high = highWord(x);
  n += (high >>> 20) - 1023;
  const fraction = high & 0xfffff;
  high = fraction | 0x3ff00000;
  let base = 1;
  let baseH = 0;
  let baseL = 0;
  let third = 0;
  if (fraction >= 0xbb67a) {
    n++; // x ≥ √3
    high -= 0x100000;
  } else if (fraction > 0x3988e) {
    base = 1.5; // √1.5 < x < √3
    baseH = LOG2_OF_3_H;
    baseL = LOG2_OF_3_L;
    third = 0x40000;
  }
  x = withHighWord(x, high);

  // s = (x − base)/(x + base), as sH + sL
  let u = x - base;
  let v = 1 / (x + base);
  const s = u * v;
  const sH = clearLowWord(s);
  let tH = withHighWord(0, ((high >>> 1) | 0x20000000) + 0x80000 + third);
  let tL = x - (tH - base);
  const sL = v * (u - sH * tH - sH * tL);

  // log(x/base) = 2s + ⅔s³ + …; t = 3 + s² + …, as tH + tL
  let s2 = s * s;
  let r = s2 * s2 * (L1 + s2 * (L2 + s2 * (L3 + s2 * (L4 + s2 * (L5 + s2 * L6)))));
  r += sL * (sH + s);
  s2 = sH * sH;
  tH = clearLowWord(3 + s2 + r);
  tL = r - (tH - 3 - s2);

  // times 2/(3·ln2), plus the whole octaves
  u = sH * tH;
  v = sL * tH + tL * s;
  const pH = clearLowWord(u + v);
  const pL = v - (pH - u);
  const zH = INV_3LN2_UP * pH;
  const zL = INV_3LN2_LO * pH + pL * INV_3LN2 + baseL;
  const upper = clearLowWord(zH + zL + baseH + n);
  log2Lower = zL - (upper - n - baseH - zH);
  return upper;
}

/** 2^(large + small), |large| ≤ 1100. */
function exp2Of(large: number, small: number): number {
  const n = Math.floor(large + small + 0.5);
  large -= n;
  const t = clearLowWord(small + large);
  const u = t * LN2_UPPER;
  const v = (small - (t - large)) * LN2 + t * LN2_LOWER;
  const z = u + v;
  const w = v - (z - u);
  const r = z - expTail(z);
  return scale(1 - ((z * r) / (r - 2) - (w + z * w) - z), n);
}
