/**
 * Values that repeat for longer than in the history.
 * Twin: pkg/engine/detect/stuck.go.
 */
import { log } from '../num/log';
import { DAY_MS } from '../zone/zone';
import { Calibration, daysOf } from './calibration';
import { constants } from './constants';
import { daySlots } from './drift';
import { returnLevel } from './level';
import { peaks } from './peaks';
import { Window } from './statistic';

/**
 * How many slots without a gap before each one hold its value, at most as many as a day has besides it.
 *
 * @returns shape [n]; NaN where the slot has no residual
 */
export function repeatsOf({ values, residuals, stepMs }: Window): Float64Array {
  const most = Math.floor(DAY_MS / stepMs - 1);
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) {
    if (Number.isNaN(residuals[i])) {
      out[i] = NaN;
    } else if (i > 0 && values[i] === values[i - 1] && !Number.isNaN(out[i - 1])) {
      out[i] = Math.min(out[i - 1] + 1, most);
    }
  }
  return out;
}

/**
 * The limit of repeats: one hour, and at least the history's own runs, calibrated as the statistics are. It is 0, no
 * limit, in three cases: too many slots repeat the one before; chance alone, with geometric runs, gives an hour's run
 * more often than asked; the history is too short to hold quiet nights and weekends.
 */
export function learnStuck(h: Calibration, repeats: Float64Array): number {
  const { days, exceedances } = daysOf(h);
  const least = Math.max(1, constants.peakMs / h.stepMs);
  const share = repeatShare(repeats);
  const starts = ((7 * DAY_MS) / h.stepMs) * (1 - share);
  const byChance = log(starts / h.alertsPerWeek) / -log(share);
  const young = days < constants.youngDays || daySlots(h.stepMs) === 0;
  if (share > 1 - constants.referenceQuantile || byChance > least || young) {
    return 0;
  }
  const runs = repeats.map((x) => (Number.isNaN(x) ? 0 : x + 1));
  const own = constants.inflation * returnLevel(peaks(h.timesMs, runs, h.stepMs), days, exceedances);
  return Math.max(own - 1, least);
}

/** Laplace's estimate of the share of slots that repeat the one before. */
function repeatShare(repeats: Float64Array): number {
  let repeated = 0;
  let pairs = 0;
  for (let i = 1; i < repeats.length; i++) {
    if (!Number.isNaN(repeats[i]) && !Number.isNaN(repeats[i - 1])) {
      pairs++;
      repeated += repeats[i] > 0 ? 1 : 0;
    }
  }
  return (repeated + 1) / (pairs + 2);
}
