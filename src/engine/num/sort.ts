/**
 * Ascending order, the same in both engines.
 * Twin: pkg/engine/num/sort.go. Numbers: spec/vectors/num/sort.json.
 */
import { Fault } from '../fault/fault';

/**
 * An ascending copy of x, in which −0 has become 0, so that equal values have equal bits
 * and the order of ties cannot show.
 *
 * @param x - shape [n], n ≥ 0; not modified; infinities are allowed
 * @throws Fault `num/not-a-number` if x holds a NaN; leave missing values out first
 */
export function sort(x: Float64Array): Float64Array {
  const sorted = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const v = x[i];
    if (v !== v) {
      throw new Fault('num/not-a-number', `sort: x[${i}] is NaN; want numbers. Leave missing values out first.`);
    }
    sorted[i] = v + 0; // −0 + 0 is 0
  }
  return sorted.sort();
}
