/**
 * Why a point is what it is, in one sentence: the engine's verdict, with values and units as far as the picture holds them.
 */
import { limitAt, Measure, measureOf } from '../../draw/measure';
import { Analysis } from '../../engine/analysis';
import { Reason } from '../../engine/detect/score';
import { verdict } from '../../engine/explain/verdict';
import { DAY_MS } from '../../engine/zone/zone';

/** Writes numbers in a series' unit. */
export interface Formats {
  value(value: number): string;
  /** Of a difference of two values: of a share in percentage points. */
  length(length: number): string;
}

/**
 * The verdict on one point.
 *
 * @param analysis - of its series
 * @param i - its index
 * @param formats - of its series
 * @returns '' where nothing is judged
 */
export function sentenceOf(analysis: Analysis, i: number, formats: Formats): string {
  const { score, reason, direction } = analysis;
  if (!Number.isFinite(score[i])) {
    return '';
  }
  if (reason[i] === Reason.Missing) {
    return missing(analysis, i);
  }
  if (reason[i] === Reason.Stuck) {
    return stuck(analysis, i);
  }
  const measure = measureOf(analysis, i);
  if (!measure || !Number.isFinite(measure.length + measure.limit)) {
    return verdict({ score: score[i], reason: reason[i], above: direction[i] > 0, excluded: false });
  }
  return withNumbers(analysis, i, measure, formats);
}

function withNumbers(analysis: Analysis, i: number, { length, limit }: Measure, formats: Formats): string {
  const { value, expected, reason, direction } = analysis;
  const side = direction[i] < 0 ? 'below' : 'above';
  const at = formats.value(value[i]);
  const [by, most] = [formats.length(length), formats.length(limit)];
  switch (reason[i]) {
    case Reason.HourlyMean:
      return `The last hour averages ${by} ${side} expected; the limit is ${most}`;
    case Reason.Spike:
      return `${side === 'above' ? 'Rose' : 'Fell'} ${by} in one step; the limit is ${most}`;
    case Reason.Bounds:
      return `${at} is ${side} the ${side === 'above' ? 'highest' : 'lowest'} value, ${formats.value(limitAt(analysis, i))}`;
    default:
      return value[i] === expected[i]
        ? `${at} is as expected`
        : `${at} is ${by} ${side} expected; the limit is ${most}`;
  }
}

function missing({ value, stepMs }: Analysis, i: number): string {
  let first = i;
  while (first > 0 && Number.isNaN(value[first - 1])) {
    first--;
  }
  return `No value for ${durationText((i - first + 1) * stepMs)}; one was due every ${durationText(stepMs)}`;
}

function stuck({ value, score, stepMs }: Analysis, i: number): string {
  let first = i;
  while (first > 0 && value[first - 1] === value[i]) {
    first--;
  }
  const restedMs = (i - first) * stepMs;
  return `No new value for ${durationText(restedMs)}; the limit is ${durationText(Math.min(restedMs, DAY_MS - stepMs) / score[i])}`;
}

const UNITS: Array<[ms: number, name: string]> = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
];

/** In the largest unit that has at least one of them, to a tenth. */
export function durationText(ms: number): string {
  const [unitMs, name] = UNITS.find(([one]) => ms >= one) ?? UNITS[UNITS.length - 1];
  return `${Number((ms / unitMs).toFixed(1))} ${name}`;
}
