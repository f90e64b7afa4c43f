/** Runners of stage band. Twin: pkg/engine/vectors/band_test.go. */
import type { ErrorModel } from '../band/band';
import type { Interval } from '../band/interval';
import { conform, conformity, spreadConditional, targetsOf } from '../band/conform';
import { normalQuantile } from '../band/normalQuantile';
import { expectedStepsAt, learnExpectedStep } from '../band/expectedStep';
import { NO_QUANTILES, type Quantiles, statedAt, conditionalOf, typicalInterval } from '../band/quantiles';
import { learnScale } from '../band/scale';
import { trimLimits } from '../band/trim';
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
  'band/conditionalOf': {
    inputs: ['lower', 'upper', 'level'],
    run: (i) => ({ ...conditionalOf(i.numbers('lower'), i.numbers('upper'), i.number('level')) }),
  },
  'band/conformity': {
    inputs: ['z', 'below', 'above', 'rows', 'coverage'],
    run: (i) => {
      const z = i.numbers('z');
      const conditional = { width: new Float64Array(z.length), below: i.numbers('below'), above: i.numbers('above') };
      return { ...conformity(z, conditional, Int32Array.from(i.numbers('rows')), i.number('coverage')) };
    },
  },
  'band/typicalInterval': {
    inputs: ['below', 'above', 'lower', 'upper', 'quantiles'],
    run: (i) => {
      const interval = { lower: i.number('lower'), upper: i.number('upper') };
      const quantiles = i.raw('quantiles') === true ? NO_TREES : undefined;
      const conditional = { width: new Float64Array(0), below: i.numbers('below'), above: i.numbers('above') };
      return { ...typicalInterval({ ...NO_BAND, interval, quantiles }, conditional) };
    },
  },
  'band/statedAt': {
    inputs: ['interval', 'stated', 'below', 'above', 'quantiles', 'begins'],
    run: (i) => {
      const [interval, stated] = ['interval', 'stated'].map((name) => intervalOf(i.numbers(name)));
      const quantiles = i.raw('quantiles') === true ? { ...NO_TREES, stated: i.number('begins') } : undefined;
      const [below, above] = ['below', 'above'].map((name) => Float64Array.of(i.number(name)));
      return { ...statedAt({ ...NO_BAND, interval, quantiles }, { ...NO_QUANTILES, below, above }, 0, stated) };
    },
  },
  'band/conform': {
    inputs: ['residuals', 'width', 'factor', 'below', 'above', 'stepMs', 'band'],
    run: (i) => {
      const residuals = i.numbers('residuals');
      const [scale, level] = [residuals.map(() => 1), residuals.map(() => 0)];
      const deviations = { residuals, scale, level, factor: i.numbers('factor') };
      const conditional = { width: i.numbers('width'), below: i.numbers('below'), above: i.numbers('above') };
      const { spec } = parseSpec({ schemaVersion: 1, band: i.raw('band') });
      const { band } = conform(
        { stepMs: i.number('stepMs') },
        { band: NO_BAND, deviations, conditional },
        NO_TREES,
        conditional,
        spec
      );
      const out = {
        interval: { ...band.interval },
        interval99: { ...band.interval99 },
        begins: band.quantiles!.stated,
      };
      return band.stated === undefined ? out : { ...out, stated: { ...band.stated } };
    },
  },
  'band/targetsOf': {
    inputs: ['z'],
    run: (i) => {
      const residuals = i.numbers('z');
      const ones = residuals.map(() => 1);
      const deviations = { residuals, scale: ones, level: residuals.map(() => 0), factor: ones };
      return { ...targetsOf({ band: NO_BAND, deviations, conditional: NO_QUANTILES }) };
    },
  },
  'band/spreadConditional': {
    inputs: ['width', 'below', 'above', 'rows', 'n'],
    run: (i) => {
      const conditional = { width: i.numbers('width'), below: i.numbers('below'), above: i.numbers('above') };
      return { ...spreadConditional(conditional, Int32Array.from(i.numbers('rows')), i.number('n')) };
    },
  },
  'band/learnExpectedStep': {
    inputs: ['expected', 'residuals', 'overall', 'deterministic'],
    run: (i) => {
      const expected = i.numbers('expected');
      const expectedStep = learnExpectedStep(
        expected,
        i.numbers('residuals'),
        i.number('overall'),
        i.raw('deterministic') === true
      );
      return { ...expectedStep, at: expectedStepsAt(expectedStep, expected, expected.length) };
    },
  },
  'band/trimLimits': {
    inputs: ['sorted', 'stepMs'],
    run: (i) => ({ ...trimLimits(i.numbers('sorted'), i.number('stepMs')) }),
  },
};

const NONE = { lower: NaN, upper: NaN };
const NO_BAND: ErrorModel = {
  scale: { overall: NaN, hours: [] },
  expectedStep: { height: NaN, spread: NaN, before: NaN },
  localLevel: { points: 0, gain: 0, shiftThreshold: 0, referenceScale: 0 },
  interval: NONE,
  interval99: NONE,
};
const NO_TREE = { version: 1, cols: 0, base: 0, trees: [] };
const NO_TREES: Quantiles = { lower: NO_TREE, upper: NO_TREE, level: NaN, stated: NaN };

function intervalOf([lower, upper]: Float64Array): Interval {
  return { lower, upper };
}
