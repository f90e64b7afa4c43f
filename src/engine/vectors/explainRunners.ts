/** Runners of stage explain. Twin: pkg/engine/vectors/explain_test.go. */
import { permute } from '../explain/permute';
import { scaledParts } from '../explain/parts';
import { explainAt } from '../explain/explanation';
import type { Model } from '../fit/model';
import { importanceOf } from '../explain/importance';
import type { Input } from '../pipeline';
import { parseSpec } from '../spec/parse';
import { calendarOfCase } from './featuresRunners';
import type { Inputs, Result, Runner } from './runner';

export const explainRunners: Record<string, Runner> = {
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
  'explain/explainAt': {
    inputs: ['startMs', 'stepMs', 'values', 'drive', 'spec', 'atMs'],
    run: (i) => {
      const [atMs, stepMs] = [i.number('atMs'), i.number('stepMs')];
      const { spec } = parseSpec(i.raw('spec'));
      return explainAt(drivenOf(i), spec, { fromMs: atMs, toMs: atMs, stepMs }, atMs) !== undefined;
    },
  },
  'explain/importanceOf': {
    inputs: ['startMs', 'stepMs', 'values', 'drive', 'spec', 'fromMs', 'toMs'],
    run: (i) => {
      const window = { fromMs: i.number('fromMs'), toMs: i.number('toMs'), stepMs: i.number('stepMs') };
      const { rows, mae, groups } = importanceOf(drivenOf(i), parseSpec(i.raw('spec')).spec, window);
      return { rows, mae, groups: groups.map((group): Result => ({ ...group })) };
    },
  },
};

/** A series of even steps and the regressor that drives it. */
function drivenOf(i: Inputs): Input {
  const [start, step, values] = [i.number('startMs'), i.number('stepMs'), i.numbers('values')];
  const timesMs = values.map((_, k) => start + k * step);
  const drive = { timesMs, values: i.numbers('drive') };
  return { series: { timesMs, values }, regressors: [{ name: 'drive', kind: 'number', series: drive }] };
}
