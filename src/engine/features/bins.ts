/**
 * Medians per bin.
 * Twin: pkg/engine/features/bins.go.
 */
import { medianInPlace } from '../num/median';

/** What BinMedians found; both have shape [bins]. */
export interface BinMedians {
  /** NaN for a bin without values. */
  medians: Float64Array;
  counts: Int32Array;
}

/**
 * The median of the values in each of the bins numbered 0 … bins − 1, and how many there are.
 *
 * @param bin - shape [n]; not modified
 * @param values - shape [n], finite; not modified
 */
export function binMedians(bin: Int32Array, values: Float64Array, bins: number): BinMedians {
  const counts = new Int32Array(bins);
  for (let i = 0; i < bin.length; i++) {
    counts[bin[i]]++;
  }
  const start = new Int32Array(bins + 1);
  for (let b = 0; b < bins; b++) {
    start[b + 1] = start[b] + counts[b];
  }
  const sorted = new Float64Array(values.length);
  const next = start.slice();
  for (let i = 0; i < values.length; i++) {
    sorted[next[bin[i]]++] = values[i];
  }
  const medians = new Float64Array(bins);
  for (let b = 0; b < bins; b++) {
    medians[b] = medianInPlace(sorted.subarray(start[b], start[b + 1]));
  }
  return { medians, counts };
}
