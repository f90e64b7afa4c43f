/**
 * The limit of each statistic, learnt from a history.
 * Twin: pkg/engine/detect/limits.go.
 */
import { Deviations } from '../adapt/localLevel';
import { Interval, times } from '../band/interval';
import { countPresent } from '../num/countPresent';
import { log } from '../num/log';
import { median } from '../num/median';
import { calibrate } from './calibration';
import { constants } from './constants';
import { learnDayMean } from './drift';
import { windowOf } from './statistic';
import { STATISTICS } from './statistics';
import { learnStuck, repeatsOf } from './stuck';

/** The limit of each statistic; a slot beyond a limit is an anomaly. Part of a model, hence plain data. */
export interface Limits {
  /** Whether limits follow the whole of the season's scale, or the geometric mean of it and `reference`. */
  seasonal: boolean;
  /** The scale of the history's middle slot. */
  reference: number;
  /** In scales, in the order of STATISTICS; 0: the statistic is off. */
  statistics: Interval[];
  /** The limit of repeats of a value; 0: no limit. */
  stuck: number;
  /** The limit of a day's mean residual, in the history's unit; 0: no drift is scored. */
  dayMean: number;
}

/** The limits of a spec that states its own for the deviation. */
export function onlyDeviation(): Limits {
  const statistics = STATISTICS.map(() => ({ lower: 0, upper: 0 }));
  return { seasonal: false, reference: 0, statistics, stuck: 0, dayMean: 0 };
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
  const reference = median(d.scale);
  const l: Limits = {
    seasonal: false,
    reference,
    statistics: [],
    stuck: learnStuck(h, repeatsOf(w)),
    dayMean: learnDayMean(timesMs, d.residuals, reference, stepMs, alertsPerWeek),
  };
  const half = calibrate(h, limitScales(l, d.scale));
  l.seasonal = true;
  let whole = calibrate(h, limitScales(l, d.scale));
  if (whole.width > half.width - log(constants.seasonalGain)) {
    l.seasonal = false;
    whole = half;
  }
  l.statistics = whole.limits.map((limit) => ({ lower: limit, upper: limit }));
  return l;
}

/** The limits multiplied by a factor; the limit of repeats does not change. Twin: Limits.Times. */
export function timesLimits(l: Limits, factor: number): Limits {
  return { ...l, statistics: l.statistics.map((limit) => times(limit, factor)), dayMean: l.dayMean * factor };
}

/** The units of the limits, shape [n], from the season's scale. Twin: Limits.Scales. */
export function limitScales({ seasonal, reference }: Limits, scale: Float64Array): Float64Array {
  return seasonal ? scale : scale.map((s) => Math.sqrt(s * reference));
}
