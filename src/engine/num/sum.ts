/**
 * Sums that do not depend on luck: compensated, left to right.
 * Twin: pkg/engine/num/sum.go. Numbers: spec/vectors/num/sum.json.
 */

/**
 * The sum of x from left to right with Neumaier's compensation: as if summed in twice the
 * precision, then rounded.
 *
 * @param x - shape [n]; not modified; n = 0 gives 0, and so do zeros of either sign
 * @returns a scalar in the unit of x; NaN if x holds a NaN (leave missing values out
 * first); infinities give what plain addition gives
 * @see Neumaier 1974
 */
export function sum(x: Float64Array): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < x.length; i++) {
    const v = x[i];
    const t = total + v;
    if (Math.abs(total) >= Math.abs(v)) {
      lost += total - t + v;
    } else {
      lost += v - t + total;
    }
    total = t;
  }
  if (Math.abs(total) < Infinity) {
    return total + lost;
  }
  return total; // lost is NaN once total is infinite
}
