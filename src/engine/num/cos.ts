/**
 * The cosine; seasonal features rest on it.
 * Twin: pkg/engine/num/sin.go. Numbers: spec/vectors/num/cos.json.
 */
import { reduceAngle, reduced } from './reduceAngle';
import { cosKernel, sinKernel } from './sin';

/**
 * The cosine of x radians within 1 ulp, for every finite x.
 *
 * Special cases: cos(NaN) = cos(±∞) = NaN.
 * @see FDLIBM s_cos
 */
export function cos(x: number): number {
  const hi = reduceAngle(x);
  switch (reduced.quadrant) {
    case 0:
      return cosKernel(hi, reduced.lo);
    case 1:
      return -sinKernel(hi, reduced.lo);
    case 2:
      return -cosKernel(hi, reduced.lo);
    default:
      return sinKernel(hi, reduced.lo);
  }
}
