/** Runners of stage clean. Twin: pkg/engine/vectors/clean_test.go. */
import { align } from '../clean/align';
import { Grid, gridStep, regularGrid } from '../clean/grid';
import { bend, Transform, unbend } from '../clean/transform';
import { slopeOf, normalisationOf } from '../clean/normalisation';
import { parseSpec } from '../spec/parse';
import type { Inputs, Runner } from './runner';
import { zoneOfCase } from './zoneRunners';

export const cleanRunners: Record<string, Runner> = {
  'clean/regularGrid': {
    inputs: ['times', 'values', 'spec', 'from?', 'to?'],
    run: (i) => {
      const series = { timesMs: i.numbers('times'), values: i.numbers('values') };
      const window = i.has('from') ? { fromMs: i.number('from'), toMs: i.number('to') } : {};
      return { ...regularGrid(series, parseSpec(i.raw('spec')).spec, window) };
    },
  },
  'clean/gridStep': {
    inputs: ['times'],
    run: (i) => {
      const timesMs = i.numbers('times');
      return gridStep({ timesMs, values: new Float64Array(timesMs.length) }, parseSpec({}).spec);
    },
  },
  'clean/align': {
    inputs: ['timezone?', 'kind', 'times', 'items', 'slots', 'end', 'step', 'lag'],
    run: (i) => {
      const grid = gridOfCase(i);
      const timesMs = i.numbers('times');
      const zone = zoneOfCase(i);
      if (i.raw('kind') === 'category') {
        const labels = i.raw('items') as string[];
        const e = align({ name: 'r', kind: 'category', timesMs, labels }, grid, i.number('lag'), zone);
        return e.kind === 'category' ? e.labels : null;
      }
      const series = { timesMs, values: i.numbers('items') };
      const e = align({ name: 'r', kind: 'number', series }, grid, i.number('lag'), zone);
      return e.kind === 'number' ? e.numbers : null;
    },
  },
  'clean/normalisationOf': {
    inputs: ['values'],
    run: (i) => {
      const { center, pre, scale } = normalisationOf(i.numbers('values'), { kind: 'none', size: 1, low: 0, high: 0 });
      return { center, pre, scale };
    },
  },
  'clean/slopeOf': {
    inputs: ['kind', 'size', 'low', 'high', 'center', 'scale', 'z', 'to'],
    run: (i) => {
      const unit = { center: i.number('center'), pre: 1, scale: i.number('scale'), transform: transformOfCase(i) };
      return slopeOf(unit, i.number('z'), i.number('to'));
    },
  },
  'clean/transform': {
    inputs: ['kind', 'size', 'low', 'high', 'values', 'bent'],
    run: (i) => {
      const transform = transformOfCase(i);
      return {
        to: i.numbers('values').map((v) => bend(transform, v)),
        from: i.numbers('bent').map((x) => unbend(transform, x)),
      };
    },
  },
};

/** The empty grid of a case. */
function gridOfCase(i: Inputs): Grid {
  const timesMs = i.numbers('slots');
  const n = timesMs.length;
  const [values, excluded] = [new Float64Array(n).fill(NaN), new Uint8Array(n)];
  return { stepMs: i.number('step'), timesMs, endMs: i.number('end'), values, excluded };
}

/** The transform of a case. */
function transformOfCase(i: Inputs): Transform {
  const kind = i.raw('kind') as Transform['kind'];
  return { kind, size: i.number('size'), low: i.number('low'), high: i.number('high') };
}
