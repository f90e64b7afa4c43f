/**
 * The largest values of a history, an incident counted once.
 * Twin: pkg/engine/detect/peaks.go.
 */
import { floorDiv } from '../num/round';
import { constants } from './constants';

/**
 * The largest values of the buckets of an hour, or of a step where that is longer, largest first; a bucket next to one of a
 * larger value is left out, so that an incident counts once. Nothing is modified.
 *
 * @param timesMs - shape [n]
 * @param x - shape [n], ≥ 0
 * @see Ferro & Segers (2003), runs declustering
 */
export function peaks(timesMs: Float64Array, x: Float64Array, stepMs: number): Float64Array {
  const { at, value } = bucketsOf(timesMs, x, Math.max(constants.peakMs, stepMs));
  const order = Array.from(at, (_, i) => i).sort((a, b) => value[b] - value[a]);
  const taken = new Uint8Array(at.length);
  const out = new Float64Array(at.length);
  let n = 0;
  for (const i of order) {
    if (!besideTaken(at, taken, i)) {
      taken[i] = 1;
      out[n++] = value[i];
    }
  }
  return out.slice(0, n);
}

/** The largest values of buckets of time, and the buckets' places on a grid of them. */
function bucketsOf(
  timesMs: Float64Array,
  x: Float64Array,
  bucketMs: number
): { at: Float64Array; value: Float64Array } {
  const at = new Float64Array(x.length);
  const value = new Float64Array(x.length);
  let n = 0;
  for (let i = 0; i < x.length; i++) {
    const bucket = floorDiv(timesMs[i], bucketMs);
    if (n > 0 && at[n - 1] === bucket) {
      value[n - 1] = Math.max(value[n - 1], x[i]);
    } else {
      at[n] = bucket;
      value[n++] = x[i];
    }
  }
  return { at: at.subarray(0, n), value: value.subarray(0, n) };
}

/** Whether a bucket next to bucket i is taken. */
function besideTaken(at: Float64Array, taken: Uint8Array, i: number): boolean {
  return (taken[i - 1] === 1 && at[i - 1] === at[i] - 1) || (taken[i + 1] === 1 && at[i + 1] === at[i] + 1);
}
