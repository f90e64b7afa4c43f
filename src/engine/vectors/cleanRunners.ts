/** Runners of stage clean. Twin: pkg/engine/vectors_clean_test.go. */
import { gridStep, regularGrid } from '../clean/grid';
import { bend, Transform, unbend } from '../clean/transform';
import { unitOf } from '../clean/unit';
import { parseSpec } from '../spec/parse';
import type { Runner } from './runner';

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
  'clean/unitOf': {
    inputs: ['values'],
    run: (i) => {
      const { center, pre, scale } = unitOf(i.numbers('values'), { kind: 'none', size: 1, low: 0, high: 0 });
      return { center, pre, scale };
    },
  },
  'clean/transform': {
    inputs: ['kind', 'size', 'low', 'high', 'values', 'bent'],
    run: (i) => {
      const kind = i.raw('kind') as Transform['kind'];
      const transform = { kind, size: i.number('size'), low: i.number('low'), high: i.number('high') };
      return {
        to: i.numbers('values').map((v) => bend(transform, v)),
        from: i.numbers('bent').map((x) => unbend(transform, x)),
      };
    },
  },
};
