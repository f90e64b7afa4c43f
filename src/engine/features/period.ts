/**
 * Finds a period that is neither day nor week.
 * Twin: pkg/engine/features/period.go.
 */
import { round } from '../num/round';
import { DAY_MS } from '../zone/zone';
import { mad } from '../num/mad';

// A period is looked for in residuals at a slot of LAG_MS or the step, clipped so that outages do not lead, at lags to
// MAX_LAG_MS and to a quarter of the history.
const LAG_MS = 300_000;
const MAX_LAG_MS = 96 * 3_600_000;
const SURE_LAG_MS = 36 * 3_600_000; // of longer periods too few are seen, so they must be clearer
const MIN_LAGS = 6;
const CLIP_SCALE = 5;

// A peak of the autocorrelation counts above MIN_PEAK, with a valley before it of less than half of it: else noise with a
// long memory has a period. Of peaks nearly as high as the highest, the first is the period and the others its multiples.
const MIN_PEAK = 0.2;
const MIN_FAR_PEAK = 0.5;
const VALLEY = 0.5;
const NEARLY_BEST = 0.75;

/** A period so near to a part of the day is that part, and one within MINUTE_WITHIN of whole minutes is that many. */
const SNAP_WITHIN = 0.01;
const MINUTE_WITHIN = 0.0002;
const MINUTE_MS = 60_000;

/** The periods that machines keep. */
const PARTS_OF_DAY = [24, 12, 8, 6, 4, 3, 2, 1];

/**
 * The period of residuals, in milliseconds, or 0 if there is none. Nothing is modified.
 *
 * @param timesMs - shape [n], n ≥ 1, ascending
 * @param residuals - shape [n], finite
 * @see first high peak of the autocorrelation, refined by its multiples
 */
export function findPeriod(timesMs: Float64Array, residuals: Float64Array, stepMs: number): number {
  const slot = Math.max(stepMs, LAG_MS);
  const x = evenly(timesMs, residuals, slot);
  const lags = Math.min(Math.floor(MAX_LAG_MS / slot), Math.floor(x.length / 4));
  const total = squares(x);
  if (total === 0) {
    return 0;
  }
  const at = (lag: number) => autocorrelation(x, total, lag);
  const sure = Math.floor(SURE_LAG_MS / slot);
  let { period, height } = firstPeak(at, 1, Math.min(lags, sure), MIN_PEAK);
  if (period === 0) {
    ({ period, height } = firstPeak(at, sure, lags, MIN_FAR_PEAK));
  }
  return period === 0 ? 0 : snapToClock(refine(at, x.length, period, height) * slot);
}

/** The means of clipped residuals in slots from the first instant on, less their mean; slots without any are 0. */
function evenly(timesMs: Float64Array, residuals: Float64Array, slot: number): Float64Array {
  const limit = CLIP_SCALE * mad(residuals);
  const n = Math.floor((timesMs[timesMs.length - 1] - timesMs[0]) / slot) + 1;
  const x = new Float64Array(n);
  const counts = new Float64Array(n);
  for (let i = 0; i < timesMs.length; i++) {
    const at = Math.floor((timesMs[i] - timesMs[0]) / slot);
    x[at] += Math.min(Math.max(residuals[i], -limit), limit);
    counts[at]++;
  }
  let total = 0;
  let observed = 0;
  for (let i = 0; i < n; i++) {
    if (counts[i] > 0) {
      x[i] /= counts[i];
      total += x[i];
      observed++;
    }
  }
  return x.map((v, i) => (counts[i] > 0 ? v - total / observed : v));
}

function squares(x: Float64Array): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) {
    total += x[i] * x[i];
  }
  return total;
}

/** The autocorrelation of an even, centered series at a lag, corrected for the pairs that fall off the end. */
function autocorrelation(x: Float64Array, total: number, lag: number): number {
  const n = x.length;
  let s0 = 0; // two sums run faster than one
  let s1 = 0;
  let i = 0;
  for (; i + lag + 1 < n; i += 2) {
    s0 += x[i] * x[i + lag];
    s1 += x[i + 1] * x[i + 1 + lag];
  }
  if (i + lag < n) {
    s0 += x[i] * x[i + lag];
  }
  return ((s0 + s1) / total) * (n / (n - lag));
}

/**
 * The lag of the first peak between two lags that is nearly the highest, refined between its neighbours, and the height of
 * the highest; 0 if none is above `least`.
 */
function firstPeak(at: (lag: number) => number, from: number, to: number, least: number) {
  const peaks: number[] = [];
  let height = 0;
  if (to - from < MIN_LAGS) {
    return { period: 0, height };
  }
  const values = new Float64Array(to + 1).map((_, lag) => (lag === 0 ? 0 : at(lag)));
  let lowest = values[1];
  for (let lag = 2; lag < to; lag++) {
    const v = values[lag];
    if (lag > from && v > values[lag - 1] && v >= values[lag + 1] && v > least && lowest < VALLEY * v) {
      peaks.push(lag);
      height = Math.max(height, v);
    }
    lowest = Math.min(lowest, v);
  }
  const first = peaks.find((lag) => values[lag] > NEARLY_BEST * height);
  return first === undefined
    ? { period: 0, height: 0 }
    : { period: first + vertex(values[first - 1], values[first], values[first + 1]), height };
}

/** Where the parabola through three neighbours has its peak, from the middle. */
function vertex(before: number, at: number, after: number): number {
  const bend = before - 2 * at + after;
  return bend >= 0 ? 0 : Math.min(Math.max((0.5 * (before - after)) / bend, -0.5), 0.5);
}

/**
 * Reads the period off the peaks at its multiples, as far as they stay high: the error of the lag is divided by the
 * multiple.
 */
function refine(at: (lag: number) => number, n: number, period: number, height: number): number {
  const most = Math.floor(n / 3);
  for (let multiple = 2; period * multiple < most - 2; multiple += multiple < 8 ? multiple : 8) {
    const center = round(period * multiple);
    const reach = Math.max(1, Math.floor(period * 0.1));
    let best = -Infinity;
    let peak = 0;
    for (let lag = Math.max(1, center - reach); lag <= Math.min(most, center + reach); lag++) {
      const v = at(lag);
      if (v > best) {
        best = v;
        peak = lag;
      }
    }
    if (best < VALLEY * height) {
      break;
    }
    if (peak > 1 && peak < most) {
      const refined = (peak + vertex(at(peak - 1), best, at(peak + 1))) / multiple;
      if (refined < 1) {
        break; // no period is shorter than a slot, and its multiples would never reach the end
      }
      period = refined;
    }
  }
  return period;
}

function snapToClock(periodMs: number): number {
  for (const parts of PARTS_OF_DAY) {
    const part = DAY_MS / parts;
    if (Math.abs(periodMs - part) < SNAP_WITHIN * part) {
      return part;
    }
  }
  const whole = round(periodMs / MINUTE_MS) * MINUTE_MS;
  return Math.abs(periodMs - whole) < MINUTE_WITHIN * periodMs ? whole : periodMs;
}
