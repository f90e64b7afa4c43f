/**
 * Where alerts begin, from a history's daily peaks.
 * Twin: pkg/engine/band/edge.go. Numbers: spec/vectors/band.
 */
import { countPresent } from '../num/countPresent';
import type { Spec } from '../spec/spec';
import { DAY_MS } from '../zone/zone';
import { distanceQuantile } from './distance';
import { normalQuantile } from './normalQuantile';
import { wander } from './wander';

/** Where something is below and above the expected value, in scales: both ≥ 0. */
export interface Interval {
  lower: number;
  upper: number;
}

// How much further the edge stands where a slot is an hour or more: there the onset rule finds single points, and the edge
// is left to what lasts. Days have no onset rule.
const COARSE_MS = 3_600_000;
const COARSE_MARGIN = 1.5;

/** Whether a slot is an hour or more, and less than a day. */
export function isCoarse(stepMs: number): boolean {
  return stepMs >= COARSE_MS && stepMs < DAY_MS;
}

/** What the edge read from peaks is multiplied by. */
export function margin(z: Float64Array, stepMs: number): number {
  return isCoarse(stepMs) ? COARSE_MARGIN * wander(z, stepMs) : wander(z, stepMs);
}

/** The interval with both sides multiplied. */
export function times({ lower, upper }: Interval, factor: number): Interval {
  return { lower: factor * lower, upper: factor * upper };
}

/** The edge stands above the daily peak that the asked number of days exceeded, by what peaks of the next weeks need. */
const PEAK_MARGIN = 1.2;

// A young history has not seen what its series can do: after a day its edge stands three times as far, after a week 1.14
// times, from two weeks on where its peaks say.
const YOUNG_MARGIN = 2;
const MATURE_DAYS = 14;

/** How much further the edge of a history of so many days with data stands. */
function youth(days: number): number {
  return 1 + YOUNG_MARGIN * (1 / Math.min(Math.max(days, 1), MATURE_DAYS) - 1 / MATURE_DAYS);
}

/** Of a history's days with peaks beyond the edge, half are events. */
const PEAKS_PER_ALERT = 2;

// A short or wild history's peaks say little, so the edge keeps within multiples of the distance that one residual in ten
// exceeds. With more points a day the lower one falls and the upper one grows, since their daily peak lies further out; with
// fewer than one an hour both stay, or no day could ever stand out.
const PEAK_QUANTILE = 0.9;
const LOW_MULTIPLE = 2.6;
const LOW_PER_ROOT_DAY = 2;
const HIGH_MULTIPLE = 5;
const POINTS_OF_HOURLY = 24;

/**
 * An incident that lasts widens the usual band, as it should. Were the edge to follow as far, it would hide itself: of the
 * trailing factor an edge of alerts a week takes no more than this. One that is stated as a multiple of the core, or by its
 * coverage, takes all.
 */
export const MOST_GROWTH = 1.4;

/** How much of a trailing factor an edge takes. */
export function edgeFactor(factor: number, stated: Spec['band']['edge']): number {
  return 'alertsPerWeek' in stated ? Math.min(factor, MOST_GROWTH) : factor;
}

/** The greatest tail that a ratio follows: nearer, a normal tail vanishes. */
const MOST_TAIL = 0.25;

/**
 * The interval that normalised residuals leave about `alertsPerWeek` times a week on each side. Nothing is modified.
 *
 * @param timesMs - shape [n], one a slot
 * @param z - shape [n]; NaN where missing
 * @param typical - residuals that say how far one in ten strays
 */
export function peakEdge(
  timesMs: Float64Array,
  z: Float64Array,
  typical: Float64Array,
  stepMs: number,
  apartMs: number,
  alertsPerWeek: number
): Interval {
  const peaks = dailyPeaks(timesMs, z);
  const days = (countPresent(z) * stepMs) / DAY_MS;
  const rank = Math.min(Math.floor(PEAKS_PER_ALERT * alertsPerWeek * (days / 7)), peaks.lower.length - 1);
  const unit = distanceQuantile(typical, PEAK_QUANTILE);
  const { lowest, highest } = multiples(apartMs, alertsPerWeek);
  const side = (peak: number) => Math.min(Math.max(PEAK_MARGIN * peak, lowest * unit), highest * unit);
  return times({ lower: side(peaks.lower[rank]), upper: side(peaks.upper[rank]) }, youth(days));
}

/** The least and the greatest edge in units of the distance that one residual in ten exceeds. */
function multiples(apartMs: number, alertsPerWeek: number): { lowest: number; highest: number } {
  const density = Math.max(1, Math.sqrt(DAY_MS / apartMs / POINTS_OF_HOURLY));
  const lowest = LOW_MULTIPLE + LOW_PER_ROOT_DAY / density;
  const highest = Math.max(lowest, HIGH_MULTIPLE * density);
  const ratio = tailRatio(apartMs, alertsPerWeek);
  return { lowest: lowest * ratio, highest: highest * ratio };
}

/**
 * What a distance set for one alert a week is multiplied by for another number of them, as a normal tail has it.
 *
 * @param apartMs - how far apart two points are that say more than one
 */
export function tailRatio(apartMs: number, alertsPerWeek: number): number {
  const pointsPerWeek = (7 * DAY_MS) / apartMs;
  const tail = (alerts: number) => normalQuantile(1 - Math.min(alerts / pointsPerWeek / 2, MOST_TAIL));
  return tail(alertsPerWeek) / tail(1);
}

/** The largest deviation of each day below and above, largest first. A day is 24 h from the first slot on. */
function dailyPeaks(timesMs: Float64Array, z: Float64Array): { lower: Float64Array; upper: Float64Array } {
  const days = Math.floor((timesMs[timesMs.length - 1] - timesMs[0]) / DAY_MS) + 1;
  const [lower, upper] = [new Float64Array(days), new Float64Array(days)];
  for (let i = 0; i < z.length; i++) {
    if (Number.isNaN(z[i])) {
      continue;
    }
    const day = Math.floor((timesMs[i] - timesMs[0]) / DAY_MS);
    lower[day] = Math.max(lower[day], -z[i]);
    upper[day] = Math.max(upper[day], z[i]);
  }
  return { lower: lower.sort().reverse(), upper: upper.sort().reverse() };
}
