/** Runners of stage detect. Twin: pkg/engine/vectors_detect_test.go. */
import { decide } from '../detect/decide';
import { learnOnset, onsetScores } from '../detect/onset';
import { learnRange, rangeScores } from '../detect/range';
import { flatLimit, flatScores } from '../detect/flat';
import { learnSustained, sustainedScores } from '../detect/sustained';
import { parseSpec } from '../spec/parse';
import type { Runner } from './runner';

export const detectRunners: Record<string, Runner> = {
  'detect/decide': {
    inputs: ['scores', 'detect'],
    run: (i) => decide(i.numbers('scores'), parseSpec({ schemaVersion: 1, detect: i.raw('detect') }).spec.detect),
  },
  'detect/onset': {
    inputs: ['times', 'values', 'residuals', 'level', 'jumps', 'stepMs', 'alertsPerWeek'],
    run: (i) => {
      const [values, residuals] = [i.numbers('values'), i.numbers('residuals')];
      const none = new Float64Array(values.length);
      const deviations = { residuals, level: i.numbers('level'), scale: none, factor: none };
      const rule = learnOnset(i.numbers('times'), values, deviations, i.number('stepMs'), i.number('alertsPerWeek'));
      const evidence = { values, deviations, jumps: i.numbers('jumps'), lower: none, upper: none, least: none };
      const { joint, ...leaps } = rule;
      return { rule: { ...leaps, ...joint }, scores: onsetScores(rule, evidence) };
    },
  },
  'detect/sustained': {
    inputs: ['times', 'residuals', 'level', 'scale', 'factor', 'stepMs', 'alertsPerWeek'],
    run: (i) => {
      const d = {
        residuals: i.numbers('residuals'),
        level: i.numbers('level'),
        scale: i.numbers('scale'),
        factor: i.numbers('factor'),
      };
      const { points, recent, edge } = learnSustained(
        i.numbers('times'),
        d,
        i.number('stepMs'),
        i.number('alertsPerWeek')
      );
      return { rule: { points, recent, ...edge }, scores: sustainedScores({ points, recent, edge }, d) };
    },
  },
  'detect/range': {
    inputs: ['history', 'values', 'expected', 'stepMs', 'alertsPerWeek'],
    run: (i) => {
      const rule = learnRange(i.numbers('history'), i.number('stepMs'), i.number('alertsPerWeek'));
      const [values, expected] = [i.numbers('values'), i.numbers('expected')];
      const none = new Float64Array(values.length);
      const deviations = { residuals: values.map((v, k) => v - expected[k]), level: none, scale: none, factor: none };
      const evidence = { values, deviations, jumps: none, lower: none, upper: none, least: none };
      return { ...rule, scores: rangeScores(rule, evidence) };
    },
  },
  'detect/flat': {
    inputs: ['history', 'values', 'stepMs'],
    run: (i) => {
      const limit = flatLimit(i.numbers('history'), i.number('stepMs'));
      return { limit, scores: flatScores(i.numbers('values'), limit, i.number('stepMs')) };
    },
  },
};
