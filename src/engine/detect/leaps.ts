/**
 * How far values step out of the range of the two before them, and how far is too far.
 * Twin: pkg/engine/detect/leaps.go. Numbers: spec/vectors/detect.
 */
import { quantileInPlace } from '../num/quantile';
import { selectInPlace } from '../num/select';
import { DAY_MS } from '../zone/zone';

// A leap is one from LEAP_SLOTS values. A history needs LEAST_LEAPS of them. Those beyond LEAP_TRIM times the three-quarters
// quantile are events; of the others, one in fifty goes further than the LEAP_FAR quantile, and an onset twice as far, or a
// little more where a day has more leaps than slots of five minutes.
export const LEAP_SLOTS = 2;
export const LEAST_LEAPS = 8;
const LEAP_NEAR = 0.75;
const LEAP_TRIM = 5;
const LEAP_FAR = 0.98;
const LEAP_MULTIPLE = 2;
const FINE_MS = 300_000;
const FINE_MULTIPLE = 2.5;

// A history whose days often leap further has a further edge: of four days with such a leap three are events, and the edge
// grows to at most PEAK_MOST times the other.
const LEAPS_PER_ALERT = 4;
const PEAK_MOST = 2;

// Noise leaps in two slots of three. Where fewer than RESTING_SHARE of them leap, values rest and come in bursts, and no body
// of leaps says how far those go: their daily peaks do.
const RESTING_SHARE = 0.6;

/**
 * How far each value is above (> 0) or below (< 0) the range of the two slots before it, 0 inside or where they or it are
 * missing. Slots without residual are excluded from judgement, and count as missing. Nothing is modified.
 *
 * @param values - shape [n]
 * @param residuals - shape [n]; NaN where missing
 * @returns shape [n]
 */
export function leapsOf(values: Float64Array, residuals: Float64Array): Float64Array {
  const leaps = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    let lowest = Infinity;
    let highest = -Infinity;
    for (let k = Math.max(0, i - LEAP_SLOTS); k < i; k++) {
      if (!Number.isNaN(residuals[k])) {
        lowest = Math.min(lowest, values[k]);
        highest = Math.max(highest, values[k]);
      }
    }
    if (Number.isNaN(residuals[i]) || lowest > highest) {
      continue;
    }
    if (values[i] > highest) {
      leaps[i] = values[i] - highest;
    } else if (values[i] < lowest) {
      leaps[i] = values[i] - lowest;
    }
  }
  return leaps;
}

/**
 * How far is too far; 0 where too few leaps say. Nothing is modified.
 *
 * @param timesMs - shape [n], one a slot
 * @param leaps - shape [n]
 * @param held - of the n slots, those with a value
 */
export function leapEdge(
  timesMs: Float64Array,
  leaps: Float64Array,
  held: number,
  stepMs: number,
  alertsPerWeek: number
): number {
  const sizes = sizesOf(leaps);
  if (sizes.length < LEAST_LEAPS) {
    return 0;
  }
  const multiple = stepMs < FINE_MS ? FINE_MULTIPLE : LEAP_MULTIPLE;
  const edge = multiple * quantileInPlace(bodyOf(sizes), LEAP_FAR);
  const peaks = dailyLeaps(timesMs, leaps);
  const weeks = (held * stepMs) / (7 * DAY_MS);
  const peak = peaks[Math.min(Math.floor(LEAPS_PER_ALERT * alertsPerWeek * weeks), peaks.length - 1)];
  if (sizes.length < RESTING_SHARE * held) {
    return Math.max(edge, multiple * peak);
  }
  return Math.max(edge, Math.min(peak, PEAK_MOST * edge));
}

/** The sizes of the leaps that are not 0, in an array of their own. */
export function sizesOf(leaps: Float64Array): Float64Array {
  const sizes = new Float64Array(leaps.length);
  let n = 0;
  for (let i = 0; i < leaps.length; i++) {
    if (leaps[i] !== 0) {
      sizes[n++] = Math.abs(leaps[i]);
    }
  }
  return sizes.subarray(0, n);
}

/**
 * The least of sizes, n ≥ LEAST_LEAPS, without those that are events: without what lies beyond LEAP_TRIM times their own
 * LEAP_NEAR quantile, again and again until none does, but LEAST_LEAPS at least. sizes are reordered.
 */
function bodyOf(sizes: Float64Array): Float64Array {
  for (;;) {
    const limit = LEAP_TRIM * quantileInPlace(sizes, LEAP_NEAR);
    let n = 0;
    for (let i = 0; i < sizes.length; i++) {
      n += sizes[i] <= limit ? 1 : 0;
    }
    n = Math.max(n, LEAST_LEAPS);
    if (n === sizes.length) {
      return sizes;
    }
    selectInPlace(sizes, n - 1); // puts the n least in front
    sizes = sizes.subarray(0, n);
  }
}

/** The greatest leap of each day, greatest first. A day is 24 h from the first slot on. */
function dailyLeaps(timesMs: Float64Array, leaps: Float64Array): Float64Array {
  const peaks = new Float64Array(Math.floor((timesMs[timesMs.length - 1] - timesMs[0]) / DAY_MS) + 1);
  for (let i = 0; i < leaps.length; i++) {
    const day = Math.floor((timesMs[i] - timesMs[0]) / DAY_MS);
    peaks[day] = Math.max(peaks[day], Math.abs(leaps[i]));
  }
  return peaks.sort().reverse();
}

/** The greatest magnitude of the given number of slots before each, shape [n]. */
export function greatestBefore(leaps: Float64Array, points: number): Float64Array {
  const out = new Float64Array(leaps.length);
  const queue = new Int32Array(leaps.length); // from head to tail, slots whose magnitudes descend
  let head = 0;
  let tail = 0;
  for (let i = 0; i < leaps.length; i++) {
    if (head < tail && queue[head] < i - points) {
      head++;
    }
    if (head < tail) {
      out[i] = Math.abs(leaps[queue[head]]);
    }
    while (tail > head && Math.abs(leaps[queue[tail - 1]]) <= Math.abs(leaps[i])) {
      tail--;
    }
    queue[tail++] = i;
  }
  return out;
}
