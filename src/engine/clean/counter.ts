/**
 * Tells a counter from a gauge.
 * Twin: pkg/engine/clean/counter.go.
 */

// A counter is told by how seldom it falls; with fewer changes any run of values may look like one.
const MIN_CHANGES = 32;
const RISING = 0.5;
const NOT_FALLING = 0.95;

/**
 * Whether values never fall but for resets: such a series wants rate() upstream, its level means nothing.
 *
 * @param values - shape [n], NaN for missing; not modified
 */
export function looksLikeCounter(values: Float64Array): boolean {
  let changes = 0;
  let rising = 0;
  let falling = 0;
  let last = NaN;
  for (const v of values) {
    if (Number.isNaN(v)) {
      continue;
    }
    changes += Number.isNaN(last) ? 0 : 1;
    rising += v > last ? 1 : 0;
    falling += v < last ? 1 : 0;
    last = v;
  }
  return changes >= MIN_CHANGES && rising >= RISING * changes && changes - falling >= NOT_FALLING * changes;
}
