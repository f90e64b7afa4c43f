/** Runners of stage features. Twin: pkg/engine/vectors_features_test.go. */
import { calendarOf } from '../features/calendar';
import { design } from '../features/design';
import type { Recipe } from '../features/recipe';
import { findStep } from '../features/steps';
import { loadZone } from '../zone/zone';
import type { Inputs, Runner } from './runner';

export const featuresRunners: Record<string, Runner> = {
  'features/calendarOf': {
    inputs: ['timezone', 'times'],
    run: (i) => {
      const { dayMs, weekMs, weekend } = calendarOfCase(i);
      return { dayMs, weekMs, weekend };
    },
  },
  'features/design': {
    inputs: ['timezone', 'times', 'recipe'],
    run: (i) => {
      const recipe: Recipe = { ...(i.raw('recipe') as Omit<Recipe, 'regressors'>), regressors: [] };
      const { rows, cols, data } = design(recipe, calendarOfCase(i), []);
      return Array.from({ length: rows }, (_, r) => Float64Array.from({ length: cols }, (_, c) => data[c * rows + r]));
    },
  },
  'features/findStep': {
    inputs: ['times', 'values', 'stepMs'],
    run: (i) =>
      findStep(calendarOf(i.numbers('times'), loadZone('UTC')), i.numbers('values'), i.number('stepMs')) ?? -1,
  },
};

/** The calendar of a case's times in its timezone, or in UTC. */
export function calendarOfCase(i: Inputs) {
  return calendarOf(i.numbers('times'), loadZone(i.has('timezone') ? (i.raw('timezone') as string) : 'UTC'));
}
