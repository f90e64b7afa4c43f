/**
 * e^x − 1 without loss near 0; it undoes log1p.
 * Twin: pkg/engine/num/expm1.go. Numbers: spec/vectors/num/expm1.json.
 */
import { pow2, scale } from './bits';
import { EXP_OVERFLOW, INV_LN2, LN2_HI, LN2_LO, TWO_M54 } from './constants';

const SATURATED = 3.88162421113569373274e1; // 56·ln2, 0x4043687A 9F1AF2B1
const Q1 = -3.33333333333331316428e-2; // 0xBFA11111 111110F4
const Q2 = 1.58730158725481460165e-3; // 0x3F5A01A0 19FE5585
const Q3 = -7.93650757867487942473e-5; // 0xBF14CE19 9EAADBB7
const Q4 = 4.00821782732936239552e-6; // 0x3ED0CFCA 86E65239
const Q5 = -2.01099218183624371326e-7; // 0xBE8AFDB7 6E09C32D

/**
 * e^x − 1 within 1 ulp, also where e^x is near 1.
 *
 * Special cases: expm1(NaN) = NaN, expm1(∞) = ∞, expm1(−∞) = −1, expm1(±0) = ±0.
 * @see FDLIBM s_expm1
 */
export function expm1(x: number): number {
  if (x !== x) {
    return NaN;
  }
  if (x > EXP_OVERFLOW) {
    return Infinity;
  }
  if (x < -SATURATED) {
    return -1;
  }
  if (Math.abs(x) < TWO_M54) {
    return x;
  }
  const k = Math.floor(INV_LN2 * x + 0.5);
  const hi = x - k * LN2_HI;
  const lo = k * LN2_LO;
  const r = hi - lo;
  const c = hi - r - lo; // what rounding took from r
  const half = 0.5 * r;
  const h = r * half;
  const r1 = 1 + h * (Q1 + h * (Q2 + h * (Q3 + h * (Q4 + h * Q5))));
  const t = 3 - r1 * half;
  const e = h * ((r1 - t) / (6 - r * t));
  if (k === 0) {
    return r - (r * e - h);
  }
  return expm1Scaled(r, r * (e - c) - c - h, k);
}

/** 2^k·(1 + r − e) − 1, in the order of operations that loses least for k. */
function expm1Scaled(r: number, e: number, k: number): number {
  if (k === -1) {
    return 0.5 * (r - e) - 0.5;
  }
  if (k === 1) {
    return r < -0.25 ? -2 * (e - (r + 0.5)) : 1 + 2 * (r - e);
  }
  if (k <= -2 || k > 56) {
    return scale(1 - (e - r), k) - 1;
  }
  if (k < 20) {
    return scale(1 - pow2(-k) - (e - r), k);
  }
  return scale(r - (e + pow2(-k)) + 1, k);
}
