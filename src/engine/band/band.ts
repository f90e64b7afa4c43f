/**
 * Estimates the error model of a mean model: its scale and its prediction intervals.
 * Stage: fit → adapt → **band** → detect. Twin: pkg/engine/band/band.go. Numbers: spec/vectors/band.
 */
import { Deviations, follow, learnLocalLevel, normalised, LocalLevel } from '../adapt/localLevel';
import { mad } from '../num/mad';
import { Calendar, pickCalendar } from '../features/calendar';
import { gather } from '../num/gather';
import { mean } from '../num/mean';
import { median } from '../num/median';
import { quantileSorted } from '../num/quantileSorted';
import { durationMs } from '../spec/duration';
import { Spec } from '../spec/spec';
import { DAY_MS } from '../zone/zone';
import { Interval, times } from './interval';
import { ExpectedStep, learnExpectedStep, widen } from './expectedStep';
import { normalQuantile } from './normalQuantile';
import { MIN_STATED, NO_QUANTILES, Quantiles, ConditionalQuantiles } from './quantiles';
import { learnScale, Scale, scaleAt } from './scale';
import { trimmed } from './trim';

/**
 * The distribution of residuals around the expected value. It is part of a model, hence plain data. The intervals are
 * in units of the scale at an instant times its scale ratio. With conditional quantiles, the intervals are added to
 * the quantiles.
 */
export interface ErrorModel {
  scale: Scale;
  expectedStep: ExpectedStep;
  localLevel: LocalLevel;
  /** Holds the share band.interval of normal points. */
  interval: Interval;
  /** Holds 99 %. */
  interval99: Interval;
  /** The alert limit that the spec states; never inside the interval. */
  stated?: Interval;
  quantiles?: Quantiles;
}

/** The inputs of the error model, one row a slot; all arrays have shape [n]. */
export interface History {
  stepMs: number;
  /** From the first to the last point. */
  spanMs: number;
  calendar: Calendar;
  /** NaN where missing. */
  values: Float64Array;
  /** By the model; where missing, the one before. */
  expected: Float64Array;
  /** Out of fold; NaN where missing. */
  residuals: Float64Array;
  /** Whether the expected value depends on time alone. */
  deterministic: boolean;
}

/** An error model and the history's deviations. The conditional quantiles are empty unless band.method is cqr. */
export interface LearntErrors {
  band: ErrorModel;
  deviations: Deviations;
  conditional: ConditionalQuantiles;
}

/** The coverage of `interval99`. */
export const COVERAGE_99 = 0.99;

/**
 * Estimates the error model from out-of-fold residuals, at least one of them finite. Nothing is modified. Twin:
 * Learn.
 */
export function learnErrorModel(h: History, spec: Spec): LearntErrors {
  const rows = presentRows(h.residuals);
  const seasonal = spec.band.scale === 'seasonal';
  const scale = learnScale(pickCalendar(h.calendar, rows), gather(h.residuals, rows), h.spanMs, seasonal);
  const expectedStep = seasonal
    ? learnExpectedStep(h.expected, h.residuals, scale.overall, h.deterministic)
    : { height: 0, spread: 0, before: 0 };
  const scales = scaleAt(scale, h.calendar);
  widen(expectedStep, scales, h.expected);
  const points = localLevelPoints(spec, h.stepMs);
  const { localLevel, followed } = learnLocalLevel(h.residuals, scales, scale.overall, points);
  const z = normalised(followed);
  const sorted = gather(z, rows).sort();
  const body = trimmed(sorted, h.stepMs);
  const interval = intervalOf(body, spec.band.interval, spec.band.method);
  const interval99 = intervalOf(body, COVERAGE_99, spec.band.method);
  const stated = statedOf(interval, sorted, spec);
  const band = { scale, expectedStep, localLevel, interval, interval99, ...(stated && { stated }) };
  return { band, deviations: followed, conditional: NO_QUANTILES };
}

/** The slots of adapt.level's window. */
function localLevelPoints(spec: Spec, stepMs: number): number {
  const { level } = spec.adapt;
  if (level === 'off') {
    return 0;
  }
  return Math.floor((level === 'auto' ? DAY_MS : durationMs(level)) / stepMs);
}

/**
 * The limit that a spec states, at least as wide as the interval and MIN_STATED; undefined if the spec asks for
 * alerts a week.
 */
function statedOf(interval: Interval, sorted: Float64Array, { band: { limit, method } }: Spec): Interval | undefined {
  if ('alertsPerWeek' in limit) {
    return undefined;
  }
  const e = 'multiple' in limit ? times(interval, limit.multiple) : intervalOf(sorted, limit.coverage, method);
  return { lower: Math.max(e.lower, interval.lower, MIN_STATED), upper: Math.max(e.upper, interval.upper, MIN_STATED) };
}

/** The interval that holds a share of normal residuals. It always contains zero. */
function intervalOf(sorted: Float64Array, coverage: number, method: Spec['band']['method']): Interval {
  const tail = (1 - coverage) / 2;
  if (method === 'conformal' || method === 'cqr') {
    // which conform goes on from
    const low = quantileSorted(sorted, tail);
    const high = quantileSorted(sorted, 1 - tail);
    return { lower: Math.max(0, -low), upper: Math.max(0, high) };
  }
  const { center, deviation } =
    method === 'gaussian' ? moments(sorted) : { center: median(sorted), deviation: mad(sorted) };
  const half = normalQuantile(1 - tail) * deviation;
  return { lower: Math.max(0, half - center), upper: Math.max(0, half + center) };
}

/** The mean and the standard deviation of values, n ≥ 1. */
function moments(values: Float64Array): { center: number; deviation: number } {
  const center = mean(values);
  let squares = 0;
  for (const v of values) {
    squares += (v - center) * (v - center);
  }
  return { center, deviation: Math.sqrt(squares / values.length) };
}

/** The rows whose value is not NaN. */
export function presentRows(values: Float64Array): Int32Array {
  const rows = new Int32Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    rows[n] = i;
    n += Number.isNaN(values[i]) ? 0 : 1;
  }
  return rows.slice(0, n);
}

/**
 * Joins residuals with their scale, and with the local level and scale ratio of the slots before each. Twin:
 * ErrorModel.Deviations.
 *
 * @param expected - shape [n + 2·REACH], so that steps of the expected value next to the ends are seen
 * @param residuals - shape [n], NaN where missing; kept in the result
 */
export function deviationsOf(
  band: ErrorModel,
  calendar: Calendar,
  expected: Float64Array,
  residuals: Float64Array
): Deviations {
  const scale = scaleAt(band.scale, calendar);
  widen(band.expectedStep, scale, expected);
  return follow(band.localLevel, residuals, scale);
}

/** The error model with its intervals multiplied by a factor. Twin: ErrorModel.Times. */
export function timesErrorModel(band: ErrorModel, factor: number): ErrorModel {
  const { interval, interval99, stated } = band;
  return {
    ...band,
    interval: times(interval, factor),
    interval99: times(interval99, factor),
    ...(stated && { stated: times(stated, factor) }),
  };
}
