/** Runners of stage band. Twin: pkg/engine/vectors_band_test.go. */
import type { Band } from '../band/band';
import { conform, conformity, spreadTails, targetsOf } from '../band/conform';
import { peakEdge } from '../band/edge';
import { normalQuantile } from '../band/normalQuantile';
import { jumpsAt, learnJump } from '../band/jump';
import { edgeDistance, NO_TAILS, type Quantiles, tailsOf, typicalCore } from '../band/quantiles';
import { learnScale } from '../band/scale';
import { tailEnds } from '../band/trim';
import { wander } from '../band/wander';
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
  'band/edgeDistance': {
    inputs: ['core', 'edge', 'below', 'above', 'quantiles', 'begins', 'scale', 'factor', 'band'],
    run: (i) => {
      const [core, edge] = [i.numbers('core'), i.numbers('edge')].map(([lower, upper]) => ({ lower, upper }));
      const quantiles = i.raw('quantiles') === true ? { ...NO_TREES, edge: i.number('begins') } : undefined;
      const tails = {
        ...NO_TAILS,
        below: Float64Array.of(i.number('below')),
        above: Float64Array.of(i.number('above')),
      };
      const { spec } = parseSpec({ schemaVersion: 1, band: i.raw('band') });
      const band = { ...NO_BAND, core, edge, quantiles };
      return { ...edgeDistance(band, tails, 0, i.number('scale'), i.number('factor'), spec.band.edge) };
    },
  },
  'band/conform': {
    inputs: ['times', 'values', 'residuals', 'width', 'factor', 'below', 'above', 'stepMs', 'band'],
    run: (i) => {
      const [residuals, values] = [i.numbers('residuals'), i.numbers('values')];
      const ones = values.map(() => 1);
      const h = {
        stepMs: i.number('stepMs'),
        spanMs: NaN,
        calendar: calendarOfCase(i),
        values,
        expected: ones,
        residuals,
        foreseen: true,
      };
      const deviations = { residuals, scale: ones, level: values.map(() => 0), factor: i.numbers('factor') };
      const tails = { width: i.numbers('width'), below: i.numbers('below'), above: i.numbers('above') };
      const { spec } = parseSpec({ schemaVersion: 1, band: i.raw('band') });
      const { core, wide, edge, quantiles } = conform(
        h,
        { band: NO_BAND, deviations, tails },
        NO_TREES,
        tails,
        spec
      ).band;
      return { core: { ...core }, wide: { ...wide }, edge: { ...edge }, begins: quantiles!.edge };
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
  'band/wander': { inputs: ['z', 'stepMs'], run: (i) => wander(i.numbers('z'), i.number('stepMs')) },
  'band/peakEdge': {
    inputs: ['times', 'z', 'typical', 'stepMs', 'apartMs', 'alertsPerWeek'],
    run: (i) => {
      const [times, z, typical] = [i.numbers('times'), i.numbers('z'), i.numbers('typical')];
      return { ...peakEdge(times, z, typical, i.number('stepMs'), i.number('apartMs'), i.number('alertsPerWeek')) };
    },
  },
};

const NONE = { lower: NaN, upper: NaN };
const NO_BAND: Band = {
  scale: { overall: NaN, hours: [] },
  jump: { height: NaN, spread: NaN, before: NaN },
  trail: { points: 0, share: 0, lasting: 0, base: 0 },
  core: NONE,
  wide: NONE,
  edge: NONE,
};
const NO_TREE = { version: 1, cols: 0, base: 0, trees: [] };
const NO_TREES: Quantiles = { lower: NO_TREE, upper: NO_TREE, level: NaN, edge: NaN };
