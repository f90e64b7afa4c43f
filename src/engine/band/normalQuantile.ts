/**
 * Quantiles of the normal distribution.
 * Twin: pkg/engine/band/normalQuantile.go. Numbers: spec/vectors/band.
 */
import { log } from '../num/log';

type Cubic = readonly [number, number, number, number];
type Ratio = readonly [Cubic, Cubic];

// Coefficients of algorithm AS 241 (PPND7): numerator and denominator near the middle, in the shoulder and in the tail.
const MIDDLE: Ratio = [
  [3.3871327179, 50.434271938, 159.29113202, 59.10937472],
  [1, 17.895169469, 78.757757664, 67.1875636],
];
const SHOULDER: Ratio = [
  [1.4234372777, 2.75681539, 1.3067284816, 0.17023821103],
  [1, 0.7370016425, 0.12021132975, 0],
];
const TAIL: Ratio = [
  [6.657905115, 3.081226386, 0.42868294337, 0.017337203997],
  [1, 0.24197894225, 0.012258202635, 0],
];

/**
 * The p-quantile of the standard normal distribution, to seven digits.
 *
 * @param p - 0 < p < 1
 * @see Wichura (1988), algorithm AS 241, PPND7
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    return q * ratio(MIDDLE, 0.180625 - q * q);
  }
  const r = Math.sqrt(-log(Math.min(p, 1 - p)));
  const z = r <= 5 ? ratio(SHOULDER, r - 1.6) : ratio(TAIL, r - 5);
  return q < 0 ? -z : z;
}

/** Evaluates two cubic polynomials and divides them. */
function ratio([above, below]: Ratio, x: number): number {
  return cubic(above, x) / cubic(below, x);
}

function cubic(c: Cubic, x: number): number {
  return ((c[3] * x + c[2]) * x + c[1]) * x + c[0];
}
