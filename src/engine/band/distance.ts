/**
 * How far residuals stray.
 * Twin: pkg/engine/band/distance.go.
 */
import { quantileInPlace } from '../num/quantile';

/**
 * The p-quantile of the sizes of residuals; 0 of none.
 *
 * @param z - shape [n], NaN where missing; not modified
 */
export function distanceQuantile(z: Float64Array, p: number): number {
  const distance = new Float64Array(z.length);
  let n = 0;
  for (let i = 0; i < z.length; i++) {
    if (!Number.isNaN(z[i])) {
      distance[n++] = Math.abs(z[i]);
    }
  }
  return n === 0 ? 0 : quantileInPlace(distance.subarray(0, n), p);
}
