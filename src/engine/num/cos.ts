/**
 * The cosine.
 * Twin: pkg/engine/num/sin.go. Numbers: spec/vectors/num/cos.json.
 */
import { sinCos } from './sinCos';

const pair = new Float64Array(2);

/**
 * The cosine of x radians within 1 ulp, for every finite x.
 *
 * Special cases: cos(NaN) = cos(±∞) = NaN.
 */
export function cos(x: number): number {
  pair[0] = x;
  sinCos(pair);
  return pair[1];
}
