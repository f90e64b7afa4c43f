/**
 * How many values there are.
 * Twin: pkg/engine/num/countPresent.go.
 */

/**
 * How many values are not missing.
 *
 * @param x - shape [n], NaN where missing; not modified
 */
export function countPresent(x: Float64Array): number {
  let n = 0;
  for (let i = 0; i < x.length; i++) {
    n += Number.isNaN(x[i]) ? 0 : 1;
  }
  return n;
}
