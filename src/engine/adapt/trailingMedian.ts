/**
 * Medians of the last values.
 * Twin: pkg/engine/adapt/trailingMedian.go.
 */
import { SortedWindow } from './window';

/**
 * The median of the last values up to each slot, the slot's own included, and the median distance from it; NaN where there
 * are none.
 *
 * @param values - shape [n], NaN where missing; not modified
 * @param points - how many slots back, ≥ 1
 * @returns both of shape [n]
 */
export function trailingMedian(values: Float64Array, points: number): { median: Float64Array; distance: Float64Array } {
  const window = new SortedWindow(Math.min(points, values.length));
  const distance = new Float64Array(values.length);
  const median = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    window.slide(values, i, points);
    window.putMedian(median, i);
    distance[i] = median[i];
    window.putMedianDistance(distance, i);
  }
  return { median, distance };
}
