/** Runners of stage detect. Twin: pkg/engine/vectors_detect_test.go. */
import { decide } from '../detect/decide';
import { flatLimit, flatScores } from '../detect/flat';
import { parseSpec } from '../spec/parse';
import type { Runner } from './runner';

export const detectRunners: Record<string, Runner> = {
  'detect/decide': {
    inputs: ['scores', 'detect'],
    run: (i) => decide(i.numbers('scores'), parseSpec({ schemaVersion: 1, detect: i.raw('detect') }).spec.detect),
  },
  'detect/flat': {
    inputs: ['history', 'values', 'stepMs'],
    run: (i) => {
      const limit = flatLimit(i.numbers('history'), i.number('stepMs'));
      return { limit, scores: flatScores(i.numbers('values'), limit, i.number('stepMs')) };
    },
  },
};
