/**
 * What a query costs its upstream, told before it runs. Twin: the ranges of pkg/plugin/plan.go; both are held to
 * test/query/cost.json.
 */
import { DataFrame, FieldType } from '@grafana/data';
import { isOfDays, Slots } from '../engine/clean/slots';
import { stepMsOf } from '../engine/clean/step';
import { delayMs, neededFromMs } from '../engine/cuts';
import { parseSpec } from '../engine/spec/parse';
import { DAY_MS, loadZone } from '../engine/zone/zone';
import { Output, TidemarkQuery } from './types';

/** What the backend asks for where grid.step is auto. */
const DEFAULT_STEP_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;

/** Outputs with a look at the whole time range; the others look at the newest slot, whatever the range. */
const RANGED: ReadonlySet<Output> = new Set(['bands', 'outliers', 'evaluation', 'importance']);

/** A reading of one series, as the upstream is asked for it. */
export interface Reading {
  /** From the first point to the last, in milliseconds. */
  lengthMs: number;
  stepMs: number;
  points: number;
  /** Series that are read beside the query's own: one a regressor. */
  regressors: number;
}

/**
 * What a query reads of each series when nothing of it is known yet, and again once a day.
 *
 * @param query - of the present version
 * @param fromMs - of the time range
 * @param toMs - of the time range; what lies in the future isn't read
 * @param nowMs - the clock
 * @throws Fault `spec/…` for a spec that is refused
 */
export function readingOf(
  query: Pick<TidemarkQuery, 'spec' | 'output'>,
  fromMs: number,
  toMs: number,
  nowMs: number
): Reading {
  const { spec } = parseSpec(query.spec);
  const slotMs = spec.grid.step === 'auto' ? DEFAULT_STEP_MS : stepMsOf(spec.grid.step);
  const slots = new Slots(slotMs, loadZone(spec.features.timezone));
  const newest = slots.floor(Math.max(Math.min(toMs, nowMs) - delayMs(spec, slotMs), 0));
  const first = RANGED.has(query.output) ? Math.min(ceil(slots, fromMs), newest) : newest;
  // Slots of whole days are read as days, or as hours where midnight isn't UTC's.
  const local = spec.features.timezone !== 'UTC';
  const stepMs = !isOfDays(slotMs) ? slotMs : local ? HOUR_MS : DAY_MS;
  const start = Math.floor(Math.max(neededFromMs(spec, slotMs, first), 0) / stepMs) * stepMs;
  const end = Math.floor((slots.timeMs(slots.index(newest) + 1) - 1) / stepMs) * stepMs;
  return {
    lengthMs: end - start,
    stepMs,
    points: (end - start) / stepMs + 1,
    regressors: spec.features.regressors.length,
  };
}

function ceil(slots: Slots, timeMs: number): number {
  const floor = slots.floor(timeMs);
  return floor === timeMs ? floor : slots.timeMs(slots.index(timeMs) + 1);
}

/**
 * The cost in one line, such as "15.5 d × 5 m × 12 series = 54 k points once a day, then 12 points every 5 m".
 *
 * @param reading - of one series
 * @param series - of the last answer; undefined where there was none
 */
export function costText({ lengthMs, stepMs, points, regressors }: Reading, series: number | undefined): string {
  const range = `${days(lengthMs)} × ${words(stepMs)}`;
  if (series === undefined) {
    return `${range} = ${count(points)} a series once a day, then ${count(1)} every ${words(stepMs)}`;
  }
  const all = series + regressors;
  const names = `${series} series${regressors > 0 ? ` and ${regressors} regressor${regressors > 1 ? 's' : ''}` : ''}`;
  const product = regressors > 0 ? `(${names})` : names;
  return `${range} × ${product} = ${count(points * all)} once a day, then ${count(all)} every ${words(stepMs)}`;
}

/**
 * How many series an answer tells of.
 *
 * @param frames - of a panel or of Explore, perhaps of several queries
 * @param refId - of the query
 * @returns undefined where the query has no answer with series
 */
export function seriesIn(frames: DataFrame[], refId: string): number | undefined {
  const own = frames.filter((frame) => frame.refId === undefined || frame.refId === refId);
  const total = own.reduce((sum, frame) => sum + seriesOf(frame), 0);
  return total > 0 ? total : undefined;
}

// A frame over time is one series; a table of numbers has a row for each, that of importances several rows, and that of
// incidents stands beside another table.
function seriesOf(frame: DataFrame): number {
  if (frame.name === 'incidents') {
    return 0;
  }
  const [first] = frame.fields;
  if (first === undefined || first.type === FieldType.time) {
    return first === undefined ? 0 : 1;
  }
  return frame.name === 'importance' ? new Set(first.values).size : frame.length;
}

function days(ms: number): string {
  const length = ms / DAY_MS;
  return `${length < 100 ? Number(length.toFixed(1)) : Math.round(length)} d`;
}

function words(ms: number): string {
  const units: Array<[number, string]> = [
    [DAY_MS, 'd'],
    [HOUR_MS, 'h'],
    [60_000, 'm'],
    [1000, 's'],
  ];
  const [unitMs, unit] = units.find(([one]) => ms % one === 0) ?? [1000, 's'];
  return `${ms / unitMs} ${unit}`;
}

function count(points: number): string {
  if (points === 1) {
    return '1 point';
  }
  const [scale, unit] = points >= 999_500 ? [1e6, ' M'] : points >= 1000 ? [1e3, ' k'] : [1, ''];
  const scaled = points / scale;
  return `${scaled < 9.95 && scale > 1 ? Number(scaled.toFixed(1)) : Math.round(scaled)}${unit} points`;
}
