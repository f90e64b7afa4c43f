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
  for (const v of x) {
    n += Number.isNaN(v) ? 0 : 1;
  }
  return n;
}
