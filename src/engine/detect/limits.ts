/**
 * How far each statistic may go, learnt from a history.
 * Twin: pkg/engine/detect/limits.go.
 */
import { Deviations } from '../adapt/trail';
import { Interval, times } from '../band/interval';
import { normalQuantile } from '../band/normalQuantile';
import { countPresent } from '../num/countPresent';
import { log } from '../num/log';
import { median } from '../num/median';
import { quantileInPlace } from '../num/quantile';
import { DAY_MS } from '../zone/zone';
import { constants } from './constants';
import { returnLevel } from './level';
import { peaks } from './peaks';
import { windowOf } from './statistic';
import { STATISTICS } from './statistics';

/** How far each statistic may go before a slot is an anomaly. Part of a model, hence plain data. */
export interface Limits {
  /** Whether limits follow the whole of the season's scale, or the geometric mean of it and `reference`. */
  seasonal: boolean;
  /** The scale of the history's middle slot. */
  reference: number;
  /** In scales, in the order of STATISTICS; 0: the statistic is off. */
  statistics: Interval[];
}

/** The limits of a spec that states its own for the deviation. */
export function onlyDeviation(): Limits {
  return { seasonal: false, reference: 0, statistics: STATISTICS.map(() => ({ lower: 0, upper: 0 })) };
}

/**
 * Calibrates the union of all statistics on a history: it would have raised about `alertsPerWeek` alerts a week, incidents
 * apart. Nothing is modified.
 *
 * @param timesMs - shape [n], one a slot
 * @param values - shape [n]; NaN where missing
 * @param d - the band's deviations of the history, out of fold
 * @see Coles (2001), chapter 4, peaks over thresholds
 */
export function learnLimits(
  timesMs: Float64Array,
  values: Float64Array,
  d: Deviations,
  stepMs: number,
  alertsPerWeek: number
): Limits {
  const w = windowOf(values, d, stepMs);
  const lengths = STATISTICS.map((statistic) => statistic.lengths(w));
  const h = { timesMs, stepMs, alertsPerWeek, observed: countPresent(w.residuals), lengths };
  const l: Limits = { seasonal: false, reference: median(d.scale), statistics: [] };
  const half = learn(h, limitScales(l, d.scale));
  l.seasonal = true;
  let whole = learn(h, limitScales(l, d.scale));
  if (whole.width > half.width - log(constants.seasonalGain)) {
    l.seasonal = false;
    whole = half;
  }
  l.statistics = whole.limits.map((limit) => ({ lower: limit, upper: limit }));
  return l;
}

/** Limits so many times as wide. Twin: Limits.Times. */
export function timesLimits(l: Limits, factor: number): Limits {
  return { ...l, statistics: l.statistics.map((limit) => times(limit, factor)) };
}

/** What the limits are in units of, shape [n], from the season's scale. Twin: Limits.Scales. */
export function limitScales({ seasonal, reference }: Limits, scale: Float64Array): Float64Array {
  return seasonal ? scale : scale.map((s) => Math.sqrt(s * reference));
}

/** A history whose limits are learnt. */
interface Calibration {
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

/** Sets limits in units of scales, shape [n]. */
function learn(h: Calibration, scales: Float64Array): Calibrated {
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

/** The limit of the union, in references. */
function levelOf(h: Calibration, largest: Float64Array): number {
  const days = (h.observed * h.stepMs) / DAY_MS;
  const exceedances = constants.exceedances * h.alertsPerWeek * (days / 7);
  const learnt = constants.inflation * returnLevel(largest, days, exceedances);
  const young = constants.youngInflation * Math.max(0, 1 - days / constants.youngDays);
  return Math.max(learnt, normalLevel(h)) * (1 + young);
}

/** The greatest share of slots that may be alerts. */
const MOST_TAIL = 0.5;

/**
 * The least limit, in references: beyond what independent normal residuals exceed so often, since no history is normal enough
 * to go below.
 */
function normalLevel({ stepMs, alertsPerWeek }: Calibration): number {
  const slots = (7 * DAY_MS) / stepMs;
  const tail = Math.min(alertsPerWeek / slots, MOST_TAIL) / 2;
  const quantile = normalQuantile(1 - tail) / normalQuantile(1 - (1 - constants.referenceQuantile) / 2);
  return constants.normalInflation * quantile;
}
