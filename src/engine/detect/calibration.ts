/**
 * From a history to limits.
 * Twin: pkg/engine/detect/calibration.go.
 */
import { normalQuantile } from '../band/normalQuantile';
import { log } from '../num/log';
import { quantileInPlace } from '../num/quantile';
import { DAY_MS } from '../zone/zone';
import { constants } from './constants';
import { returnLevel } from './level';
import { peaks } from './peaks';

/** A history whose limits are learnt. */
export interface Calibration {
  timesMs: Float64Array;
  stepMs: number;
  alertsPerWeek: number;
  /** Slots that have residuals. */
  observed: number;
  /** Of each statistic, of shape [n]. */
  lengths: Float64Array[];
}

/** Limits in scales, one a statistic, and the mean logarithm of the deviation's in the history's unit. */
interface Calibrated {
  limits: number[];
  width: number;
}

/** Sets limits in units of scales, shape [n]. Twin: calibration.learn. */
export function calibrate(h: Calibration, scales: Float64Array): Calibrated {
  const references = h.lengths.map((lengths) => referenceOf(lengths, scales));
  const union = new Float64Array(h.timesMs.length);
  h.lengths.forEach((lengths, k) => {
    for (let i = 0; i < union.length; i++) {
      if (!Number.isNaN(lengths[i])) {
        union[i] = Math.max(union[i], Math.abs(lengths[i]) / (scales[i] * references[k]));
      }
    }
  });
  const level = levelOf(h, peaks(h.timesMs, union, h.stepMs));
  const limits = references.map((reference) => level * reference);
  let width = log(limits[0]);
  for (let i = 0; i < scales.length; i++) {
    width += log(scales[i]) / scales.length;
  }
  return { limits, width };
}

/** The size, in scales, that few slots of a statistic exceed. */
function referenceOf(lengths: Float64Array, scales: Float64Array): number {
  const sizes = new Float64Array(lengths.length);
  let n = 0;
  for (let i = 0; i < lengths.length; i++) {
    if (!Number.isNaN(lengths[i])) {
      sizes[n++] = Math.abs(lengths[i]) / scales[i];
    }
  }
  const at = quantileInPlace(sizes.subarray(0, n), constants.referenceQuantile); // n ≥ 1, as a history has residuals
  return Math.max(at, constants.minReference);
}

/** How many days are observed, and how many alerts they may hold. Twin: calibration.days. */
export function daysOf({ observed, stepMs, alertsPerWeek }: Omit<Calibration, 'timesMs' | 'lengths'>): {
  days: number;
  exceedances: number;
} {
  const days = (observed * stepMs) / DAY_MS;
  return { days, exceedances: constants.exceedances * alertsPerWeek * (days / 7) };
}

/**
 * The limit in references. Twin: calibration.level.
 *
 * @param largest - the peaks of the history, largest first
 */
export function levelOf(h: Omit<Calibration, 'timesMs' | 'lengths'>, largest: Float64Array): number {
  const { days, exceedances } = daysOf(h);
  const learnt = constants.inflation * returnLevel(largest, days, exceedances);
  const young = constants.youngInflation * Math.max(0, 1 - days / constants.youngDays);
  return Math.max(learnt, normalLevel(h)) * (1 + young);
}

/** The greatest share of slots that may be alerts. */
const MAX_TAIL = 0.5;

/**
 * The minimum limit, in references. It lies above the level that independent normal residuals exceed as often as
 * asked, since real residuals have heavier tails.
 */
function normalLevel({ stepMs, alertsPerWeek }: Pick<Calibration, 'stepMs' | 'alertsPerWeek'>): number {
  const slots = (7 * DAY_MS) / stepMs;
  const tail = Math.min(alertsPerWeek / slots, MAX_TAIL) / 2;
  const quantile = normalQuantile(1 - tail) / normalQuantile(1 - (1 - constants.referenceQuantile) / 2);
  return constants.normalInflation * quantile;
}
