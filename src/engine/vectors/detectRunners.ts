/** Runners of stage detect. Twin: pkg/engine/vectors/detect_test.go. */
import type { Interval } from '../band/interval';
import { decide } from '../detect/decide';
import { returnLevel } from '../detect/level';
import { learnLimits, onlyDeviation } from '../detect/limits';
import { peaks } from '../detect/peaks';
import { driftAt, ScoreInput, score } from '../detect/score';
import type { Statistic, Window } from '../detect/statistic';
import { STATISTICS } from '../detect/statistics';
import { parseSpec } from '../spec/parse';
import type { Inputs, Result, Runner } from './runner';

export const detectRunners: Record<string, Runner> = {
  'detect/decide': {
    inputs: ['scores', 'detect'],
    run: (i) => decide(i.numbers('scores'), parseSpec({ schemaVersion: 1, detect: i.raw('detect') }).spec.detect),
  },
  'detect/lengths': {
    inputs: ['values', 'residuals', 'stepMs'],
    run: (i) => Object.fromEntries(STATISTICS.map((s) => [s.name, s.lengths(windowOfCase(i))])),
  },
  'detect/boundary': {
    inputs: ['values', 'residuals', 'stepMs', 'limit', 'slots'],
    run: (i) => {
      const slots = i.raw('slots') as Record<string, number[]>;
      const of = (s: Statistic) => boundaries(s, windowOfCase(i), slots[s.name], i.number('limit'));
      return Object.fromEntries(STATISTICS.map((s) => [s.name, of(s)]));
    },
  },
  'detect/peaks': {
    inputs: ['times', 'x', 'stepMs'],
    run: (i) => peaks(i.numbers('times'), i.numbers('x'), i.number('stepMs')),
  },
  'detect/returnLevel': {
    inputs: ['peaks', 'days', 'exceedances'],
    run: (i) => returnLevel(i.numbers('peaks'), i.number('days'), i.number('exceedances')),
  },
  'detect/learnLimits': {
    inputs: ['startMs', 'values', 'residuals', 'level', 'scale', 'stepMs', 'alertsPerWeek'],
    run: (i) => {
      const values = i.numbers('values');
      const timesMs = values.map((_, k) => i.number('startMs') + k * i.number('stepMs'));
      const [residuals, level, scale] = ['residuals', 'level', 'scale'].map((name) => i.numbers(name));
      const deviations = { residuals, level, scale, factor: values.map(() => 1) };
      const l = learnLimits(timesMs, values, deviations, i.number('stepMs'), i.number('alertsPerWeek'));
      const [lower, upper] = [l.statistics.map((s) => s.lower), l.statistics.map((s) => s.upper)];
      return { seasonal: l.seasonal, reference: l.reference, lower, upper, stuck: l.stuck, dayMean: l.dayMean };
    },
  },
  'detect/score': {
    inputs: [
      'values',
      'residuals',
      'stepMs',
      'limits',
      'stuck',
      'scales',
      'lower',
      'upper',
      'minLimit',
      'minDeviation',
      'direction',
    ],
    run: (i) => {
      const [scales, lower, upper] = ['scales', 'lower', 'upper'].map((name) => i.numbers(name));
      const [minLimit, minDeviation] = [intervals(i, 'minLimit'), intervals(i, 'minDeviation')];
      const limits = { ...onlyDeviation(), statistics: intervals(i, 'limits'), stuck: i.number('stuck') };
      const e = { ...windowOfCase(i), scales, lower, upper, minLimit, minDeviation, direction: directionOf(i) };
      return { ...score(limits, e) };
    },
  },
  'detect/drift': {
    inputs: ['residuals', 'stepMs', 'dayMean', 'minLimit', 'minDeviation', 'direction'],
    run: (i) => {
      const residuals = i.numbers('residuals');
      const [minLimit, minDeviation] = [intervals(i, 'minLimit'), intervals(i, 'minDeviation')];
      const unused = { values: residuals, scales: residuals, lower: residuals, upper: residuals };
      const e = { ...unused, residuals, stepMs: i.number('stepMs'), minLimit, minDeviation, direction: directionOf(i) };
      const limits = { ...onlyDeviation(), dayMean: i.number('dayMean') };
      return residuals.map((_, slot) => driftAt(limits, e, residuals, slot));
    },
  },
};

function directionOf(i: Inputs): ScoreInput['direction'] {
  return parseSpec({ schemaVersion: 1, detect: { direction: i.raw('direction') } }).spec.detect.direction;
}

/** Boundaries of slots, and whether the statistic exceeds the limit where a slot's value lies a billionth nearer and further. */
function boundaries(s: Statistic, w: Window, slots: number[], limit: number): Result {
  const sides = slots.map((i) => (w.residuals[i] < 0 ? -1 : 1));
  const boundary = slots.map((i, k) => s.boundary(w, i, sides[k], limit));
  const at = (factor: number) => slots.map((i, k) => Number(exceeds(s, w, i, sides[k] * boundary[k] * factor, limit)));
  return { boundary, below: at(1 - 1e-9), beyond: at(1 + 1e-9) };
}

/** Whether the statistic of slot i exceeds the limit once its value lies so far from the expected one. */
function exceeds(s: Statistic, w: Window, i: number, residual: number, limit: number): boolean {
  const [values, residuals] = [w.values.slice(), w.residuals.slice()];
  values[i] = values[i] - residuals[i] + residual;
  residuals[i] = residual;
  return Math.abs(s.lengths({ ...w, values, residuals })[i]) > limit;
}

function windowOfCase(i: Inputs): Window {
  return { values: i.numbers('values'), residuals: i.numbers('residuals'), stepMs: i.number('stepMs') };
}

function intervals(i: Inputs, name: string): Interval[] {
  return i.rows(name).map(([lower, upper]) => ({ lower, upper }));
}
