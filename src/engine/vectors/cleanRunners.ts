/** Runners of stage clean. Twin: pkg/engine/vectors_clean_test.go. */
import { gridStep, regularGrid } from '../clean/grid';
import { bend, Transform, unbend } from '../clean/transform';
import { slopeOf, unitOf } from '../clean/unit';
import { parseSpec } from '../spec/parse';
import type { Inputs, Runner } from './runner';

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

/** The transform of a case. */
function transformOfCase(i: Inputs): Transform {
  const kind = i.raw('kind') as Transform['kind'];
  return { kind, size: i.number('size'), low: i.number('low'), high: i.number('high') };
}
