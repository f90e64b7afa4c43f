/**
 * The level now against the level learnt.
 * Twin: pkg/engine/detect/drift.go.
 */
import { normalQuantile } from '../band/normalQuantile';
import { median } from '../num/median';
import { floorDiv } from '../num/round';
import { DAY_MS } from '../zone/zone';
import { levelOf } from './calibration';
import { constants } from './constants';
import { MIN_MEAN_SLOTS } from './hourlyMean';

/**
 * The limit of a day's mean residual, in the history's unit, calibrated as the statistics are, on the means of the history's
 * days; 0 where it has none. The reference is that of a normal distribution with their median size: a drift in the history
 * lasts for days.
 *
 * @param residuals - shape [n], without a local level
 * @param scale - the history's
 */
export function learnDayMean(
  timesMs: Float64Array,
  residuals: Float64Array,
  scale: number,
  stepMs: number,
  alertsPerWeek: number
): number {
  const sizes = dayMeans(timesMs, residuals, daySlots(stepMs));
  if (sizes.length === 0) {
    return 0;
  }
  const usual = normalQuantile(1 - (1 - constants.referenceQuantile) / 2) / normalQuantile(0.75);
  const reference = Math.max(median(sizes) * usual, constants.minReference * scale);
  const largest = sizes
    .sort()
    .reverse()
    .map((size) => size / reference);
  return levelOf({ stepMs: DAY_MS, alertsPerWeek, observed: sizes.length }, largest) * reference;
}

/** The sizes of the mean residuals of those days, of n slots, of which half is observed; none where n is 0. */
function dayMeans(timesMs: Float64Array, residuals: Float64Array, n: number): Float64Array {
  const out: number[] = [];
  for (let from = 0, to = 0; n > 0 && from < timesMs.length; from = to) {
    const day = floorDiv(timesMs[from], DAY_MS);
    while (to < timesMs.length && floorDiv(timesMs[to], DAY_MS) === day) {
      to++;
    }
    const mean = meanOf(residuals, from, to, n);
    if (!Number.isNaN(mean)) {
      out.push(Math.abs(mean));
    }
  }
  return Float64Array.from(out);
}

/** The mean of the residuals from ≤ i < to; NaN where fewer than half of n are there. */
export function meanOf(residuals: Float64Array, from: number, to: number, n: number): number {
  let total = 0;
  let observed = 0;
  for (let i = from; i < to; i++) {
    if (!Number.isNaN(residuals[i])) {
      total += residuals[i];
      observed++;
    }
  }
  return 2 * observed >= n ? total / observed : NaN;
}

/** The slots of a day; 0 where a mean of them would be hardly another statistic. */
export function daySlots(stepMs: number): number {
  const n = Math.floor(DAY_MS / stepMs);
  return n >= MIN_MEAN_SLOTS ? n : 0;
}
