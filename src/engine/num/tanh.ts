/**
 * The hyperbolic tangent: the neural model's activation.
 * Twin: pkg/engine/num/tanh.go. Numbers: spec/vectors/num/tanh.json.
 */
import { expm1 } from './expm1';

const TINY = 2.7755575615628914e-17; // 2^−55

/**
 * The hyperbolic tangent of x within 2 ulp.
 *
 * Special cases: tanh(NaN) = NaN, tanh(±∞) = ±1, tanh(±0) = ±0.
 * @see FDLIBM s_tanh
 */
export function tanh(x: number): number {
  if (x !== x) {
    return NaN;
  }
  const a = Math.abs(x);
  if (a < TINY) {
    return x;
  }
  let z = 1;
  if (a < 1) {
    const t = expm1(-2 * a);
    z = -t / (t + 2);
  } else if (a < 22) {
    // beyond, 1 − tanh is under half an ulp
    const t = expm1(2 * a);
    z = 1 - 2 / (t + 2);
  }
  return x < 0 ? -z : z;
}
