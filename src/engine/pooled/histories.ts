/**
 * The order in which series of a query join the pooled model.
 * Twin: pkg/engine/pooled/histories.go. Numbers: spec/vectors/pooled/compareHistories.json.
 */
import { countPresent } from '../num/countPresent';

/**
 * Orders two series by their use for the pooled model, whatever their order in the query. The one with more values
 * goes first, then,
 * at the newest slot where they differ, the one with a value, then the lower one. Twin: CompareHistories.
 *
 * @param a - shape [slots], ends when b does; NaN where missing; not modified
 * @param b - like a
 * @returns below 0 for a, above 0 for b; 0 means that all values are equal
 */
export function compareHistories(a: Float64Array, b: Float64Array): number {
  const more = countPresent(b) - countPresent(a);
  if (more !== 0) {
    return more;
  }
  for (let back = 1; back <= Math.max(a.length, b.length); back++) {
    const x = a[a.length - back] ?? NaN;
    const y = b[b.length - back] ?? NaN;
    if (x < y || (Number.isNaN(y) && !Number.isNaN(x))) {
      return -1;
    }
    if (x > y || (Number.isNaN(x) && !Number.isNaN(y))) {
      return 1;
    }
  }
  return 0;
}
