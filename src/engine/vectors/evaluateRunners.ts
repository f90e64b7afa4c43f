/** Runners of stages explain and evaluate. Twin: pkg/engine/vectors_evaluate_test.go. */
import { alertsPerWeek, measureBand } from '../evaluate/band';
import { measure } from '../evaluate/errors';
import { permute } from '../explain/importance';
import { scaledParts } from '../explain/parts';
import type { Model } from '../fit/model';
import { calendarOfCase } from './featuresRunners';
import type { Result, Runner } from './runner';

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
  'explain/scaledParts': {
    inputs: ['trend', 'season', 'calendar', 'regressor', 'level', 'factor'],
    run: (i) => {
      const [trend, season, calendar] = [i.number('trend'), i.number('season'), i.number('calendar')];
      const regressors = [{ name: 'warmth', value: i.number('regressor') }];
      const parts = scaledParts(
        { level: 0, trend, season, calendar, regressors },
        i.number('level'),
        i.number('factor')
      );
      return { ...parts, regressors: parts.regressors.map((effect) => ({ ...effect })) };
    },
  },
  'explain/permute': {
    inputs: ['model', 'times', 'holidays?', 'actual', 'seed'],
    run: (i) => {
      const model = i.raw('model') as Model;
      const actual = i.numbers('actual');
      const errorAt = (row: number, expected: number) => Math.abs(actual[row] - expected);
      const { meanError, groups } = permute(model, calendarOfCase(i), [], errorAt, i.number('seed'));
      return { meanError, groups: groups.map((group): Result => ({ ...group })) };
    },
  },
};
