/** Runners of stage band. Twin: pkg/engine/vectors_band_test.go. */
import type { Band } from '../band/band';
import type { Interval } from '../band/interval';
import { conform, conformity, spreadTails, targetsOf } from '../band/conform';
import { normalQuantile } from '../band/normalQuantile';
import { jumpsAt, learnJump } from '../band/jump';
import { NO_TAILS, type Quantiles, statedAt, tailsOf, typicalCore } from '../band/quantiles';
import { learnScale } from '../band/scale';
import { tailEnds } from '../band/trim';
import { parseSpec } from '../spec/parse';
import { calendarOfCase } from './featuresRunners';
import type { Runner } from './runner';

export const bandRunners: Record<string, Runner> = {
  'band/normalQuantile': { inputs: ['p'], run: (i) => normalQuantile(i.number('p')) },
  'band/learnScale': {
    inputs: ['timezone', 'times', 'residuals', 'spanMs', 'seasonal'],
    run: (i) => ({
      ...learnScale(calendarOfCase(i), i.numbers('residuals'), i.number('spanMs'), i.raw('seasonal') === true),
    }),
  },
  'band/tailsOf': {
    inputs: ['lower', 'upper', 'level'],
    run: (i) => ({ ...tailsOf(i.numbers('lower'), i.numbers('upper'), i.number('level')) }),
  },
  'band/conformity': {
    inputs: ['z', 'below', 'above', 'rows', 'coverage'],
    run: (i) => {
      const z = i.numbers('z');
      const tails = { width: new Float64Array(z.length), below: i.numbers('below'), above: i.numbers('above') };
      return { ...conformity(z, tails, Int32Array.from(i.numbers('rows')), i.number('coverage')) };
    },
  },
  'band/typicalCore': {
    inputs: ['below', 'above', 'lower', 'upper', 'quantiles'],
    run: (i) => {
      const core = { lower: i.number('lower'), upper: i.number('upper') };
      const quantiles = i.raw('quantiles') === true ? NO_TREES : undefined;
      const tails = { width: new Float64Array(0), below: i.numbers('below'), above: i.numbers('above') };
      return { ...typicalCore({ ...NO_BAND, core, quantiles }, tails) };
    },
  },
  'band/statedAt': {
    inputs: ['core', 'stated', 'below', 'above', 'quantiles', 'begins'],
    run: (i) => {
      const [core, stated] = ['core', 'stated'].map((name) => intervalOf(i.numbers(name)));
      const quantiles = i.raw('quantiles') === true ? { ...NO_TREES, stated: i.number('begins') } : undefined;
      const [below, above] = ['below', 'above'].map((name) => Float64Array.of(i.number(name)));
      return { ...statedAt({ ...NO_BAND, core, quantiles }, { ...NO_TAILS, below, above }, 0, stated) };
    },
  },
  'band/conform': {
    inputs: ['residuals', 'width', 'factor', 'below', 'above', 'stepMs', 'band'],
    run: (i) => {
      const residuals = i.numbers('residuals');
      const [scale, level] = [residuals.map(() => 1), residuals.map(() => 0)];
      const deviations = { residuals, scale, level, factor: i.numbers('factor') };
      const tails = { width: i.numbers('width'), below: i.numbers('below'), above: i.numbers('above') };
      const { spec } = parseSpec({ schemaVersion: 1, band: i.raw('band') });
      const { band } = conform(
        { stepMs: i.number('stepMs') },
        { band: NO_BAND, deviations, tails },
        NO_TREES,
        tails,
        spec
      );
      const out = { core: { ...band.core }, wide: { ...band.wide }, begins: band.quantiles!.stated };
      return band.stated === undefined ? out : { ...out, stated: { ...band.stated } };
    },
  },
  'band/targetsOf': {
    inputs: ['z'],
    run: (i) => {
      const residuals = i.numbers('z');
      const ones = residuals.map(() => 1);
      const deviations = { residuals, scale: ones, level: residuals.map(() => 0), factor: ones };
      return { ...targetsOf({ band: NO_BAND, deviations, tails: NO_TAILS }) };
    },
  },
  'band/spreadTails': {
    inputs: ['width', 'below', 'above', 'rows', 'n'],
    run: (i) => {
      const tails = { width: i.numbers('width'), below: i.numbers('below'), above: i.numbers('above') };
      return { ...spreadTails(tails, Int32Array.from(i.numbers('rows')), i.number('n')) };
    },
  },
  'band/learnJump': {
    inputs: ['expected', 'residuals', 'overall', 'foreseen'],
    run: (i) => {
      const expected = i.numbers('expected');
      const jump = learnJump(expected, i.numbers('residuals'), i.number('overall'), i.raw('foreseen') === true);
      return { ...jump, at: jumpsAt(jump, expected, expected.length) };
    },
  },
  'band/tailEnds': {
    inputs: ['sorted', 'stepMs'],
    run: (i) => ({ ...tailEnds(i.numbers('sorted'), i.number('stepMs')) }),
  },
};

const NONE = { lower: NaN, upper: NaN };
const NO_BAND: Band = {
  scale: { overall: NaN, hours: [] },
  jump: { height: NaN, spread: NaN, before: NaN },
  trail: { points: 0, share: 0, lasting: 0, base: 0 },
  core: NONE,
  wide: NONE,
};
const NO_TREE = { version: 1, cols: 0, base: 0, trees: [] };
const NO_TREES: Quantiles = { lower: NO_TREE, upper: NO_TREE, level: NaN, stated: NaN };

function intervalOf([lower, upper]: Float64Array): Interval {
  return { lower, upper };
}
