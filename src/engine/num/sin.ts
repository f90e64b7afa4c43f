/**
 * The sine.
 * Twin: pkg/engine/num/sin.go. Numbers: spec/vectors/num/sin.json.
 */
import { sinCos } from './sinCos';

const pair = new Float64Array(2);

/**
 * The sine of x radians within 1 ulp, for every finite x.
 *
 * Special cases: sin(NaN) = sin(±∞) = NaN, sin(±0) = ±0.
 */
export function sin(x: number): number {
  pair[0] = x;
  sinCos(pair);
  return pair[0];
}
