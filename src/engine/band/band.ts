/**
 * Turns a history's residuals into a band: what is usual, and where alerts begin.
 * Stage: fit → adapt → **band** → detect. Twin: pkg/engine/band/band.go. Numbers: spec/vectors/band.
 */
import { Deviations, follow, learnTrail, normalised, Trail } from '../adapt/trail';
import { mad } from '../features/bins';
import { Calendar, pickCalendar } from '../features/calendar';
import { gather } from '../num/gather';
import { mean } from '../num/mean';
import { median } from '../num/median';
import { quantileSorted } from '../num/quantileSorted';
import { durationMs } from '../spec/duration';
import { Spec } from '../spec/spec';
import { DAY_MS } from '../zone/zone';
import { Interval, times } from './interval';
import { Jump, learnJump, widen } from './jump';
import { normalQuantile } from './normalQuantile';
import { MIN_STATED, NO_TAILS, Quantiles, Tails } from './quantiles';
import { learnScale, Scale, scaleAt } from './scale';
import { trimmed } from './trim';

/**
 * How far values stray from what a model expects. Part of a model, hence plain data. The intervals are in units of the
 * scale at an instant times its trailing factor; where there are quantiles, they begin from those.
 */
export interface Band {
  scale: Scale;
  jump: Jump;
  trail: Trail;
  /** band.core of normal points are inside. */
  core: Interval;
  /** 99 % are. */
  wide: Interval;
  /** The alert limit that the spec states; never inside the core. */
  stated?: Interval;
  quantiles?: Quantiles;
}

/** What a band learns from, one row a slot; all arrays have shape [n]. */
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
  foreseen: boolean;
}

/** A band and the history's deviations in it. Tails are empty without quantiles. */
export interface LearntBand {
  band: Band;
  deviations: Deviations;
  tails: Tails;
}

/** The coverage of `wide`. */
export const WIDE_COVERAGE = 0.99;

/** Reads the band from out-of-fold residuals, at least one of them finite. Nothing is modified. Twin: Learn. */
export function learnBand(h: History, spec: Spec): LearntBand {
  const rows = presentRows(h.residuals);
  const seasonal = spec.band.scale === 'seasonal';
  const scale = learnScale(pickCalendar(h.calendar, rows), gather(h.residuals, rows), h.spanMs, seasonal);
  const jump = seasonal
    ? learnJump(h.expected, h.residuals, scale.overall, h.foreseen)
    : { height: 0, spread: 0, before: 0 };
  const scales = scaleAt(scale, h.calendar);
  widen(jump, scales, h.expected);
  const points = trailPoints(spec, h.stepMs);
  const { trail, followed } = learnTrail(h.residuals, scales, scale.overall, points);
  const z = normalised(followed);
  const sorted = gather(z, rows).sort();
  const body = trimmed(sorted, h.stepMs);
  const core = interval(body, spec.band.core, spec.band.method);
  const wide = interval(body, WIDE_COVERAGE, spec.band.method);
  const stated = statedOf(core, sorted, spec);
  const band = { scale, jump, trail, core, wide, ...(stated && { stated }) };
  return { band, deviations: followed, tails: NO_TAILS };
}

/** The slots of adapt.level's window. */
function trailPoints(spec: Spec, stepMs: number): number {
  const { level } = spec.adapt;
  if (level === 'off') {
    return 0;
  }
  return Math.floor((level === 'auto' ? DAY_MS : durationMs(level)) / stepMs);
}

/** The limit that a spec states, at least at the core and at MIN_STATED; undefined where the spec asks for alerts a week. */
function statedOf(core: Interval, sorted: Float64Array, { band: { edge, method } }: Spec): Interval | undefined {
  if ('alertsPerWeek' in edge) {
    return undefined;
  }
  const e = 'multiple' in edge ? times(core, edge.multiple) : interval(sorted, edge.coverage, method);
  return { lower: Math.max(e.lower, core.lower, MIN_STATED), upper: Math.max(e.upper, core.upper, MIN_STATED) };
}

/** Where a share of normal residuals lies; it always holds zero. */
function interval(sorted: Float64Array, coverage: number, method: Spec['band']['method']): Interval {
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
 * Puts residuals beside the band, with trailing levels and factors from the slots before each. Twin: Band.Deviations.
 *
 * @param expected - shape [n + 2·REACH], so that jumps next to the ends are seen
 * @param residuals - shape [n], NaN where missing; kept in the result
 */
export function deviationsOf(
  band: Band,
  calendar: Calendar,
  expected: Float64Array,
  residuals: Float64Array
): Deviations {
  const scale = scaleAt(band.scale, calendar);
  widen(band.jump, scale, expected);
  return follow(band.trail, residuals, scale);
}

/** The band with intervals so many times as wide. Twin: Band.Times. */
export function timesBand(band: Band, factor: number): Band {
  const { core, wide, stated } = band;
  return {
    ...band,
    core: times(core, factor),
    wide: times(wide, factor),
    ...(stated && { stated: times(stated, factor) }),
  };
}
