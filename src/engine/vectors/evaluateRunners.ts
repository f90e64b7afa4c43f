/** Runners of stage evaluate. Twin: pkg/engine/vectors/evaluate_test.go. */
import { alertsPerWeek } from '../evaluate/alerts';
import { measureBand } from '../evaluate/band';
import { measure } from '../evaluate/errors';
import { incidents } from '../evaluate/incidents';
import type { Runner } from './runner';

export const evaluateRunners: Record<string, Runner> = {
  'evaluate/measure': {
    inputs: ['actual', 'expected', 'lag'],
    run: (i) => ({ ...measure(i.numbers('actual'), i.numbers('expected'), i.number('lag')) }),
  },
  'evaluate/measureBand': {
    inputs: ['actual', 'lower', 'expected', 'upper', 'coverage'],
    run: (i) => {
      const [lower, expected, upper] = [i.numbers('lower'), i.numbers('expected'), i.numbers('upper')];
      return { ...measureBand(i.numbers('actual'), lower, expected, upper, i.number('coverage')) };
    },
  },
  'evaluate/alertsPerWeek': {
    inputs: ['anomaly', 'stepMs'],
    run: (i) => alertsPerWeek(i.numbers('anomaly'), i.number('stepMs')),
  },
  'evaluate/incidents': {
    inputs: ['anomaly', 'stepMs'],
    run: (i) => {
      const found = incidents(i.numbers('anomaly'), i.number('stepMs'));
      return { first: found.map(({ first }) => first), last: found.map(({ last }) => last) };
    },
  },
};
