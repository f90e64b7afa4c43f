/** Runners of stage detect. Twin: pkg/engine/vectors_detect_test.go. */
import { decide } from '../detect/decide';
import { parseSpec } from '../spec/parse';
import type { Runner } from './runner';

export const detectRunners: Record<string, Runner> = {
  'detect/decide': {
    inputs: ['scores', 'detect'],
    run: (i) => decide(i.numbers('scores'), parseSpec({ schemaVersion: 1, detect: i.raw('detect') }).spec.detect),
  },
};
