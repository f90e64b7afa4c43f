/** Runners of stage forecast. Twin: pkg/engine/vectors/forecast_test.go. */
import type { Interval } from '../band/interval';
import { cross } from '../forecast/crossing';
import { type Growth, growthAt, learnGrowth } from '../forecast/growth';
import { Inputs, type Runner } from './runner';

export const forecastRunners: Record<string, Runner> = {
  'forecast/learnGrowth': {
    inputs: ['deviations', 'from', 'interval', 'coverage', 'most'],
    run: (i) => {
      const d = new Inputs(i.raw('deviations') as Record<string, unknown>);
      const deviations = {
        residuals: d.numbers('residuals'),
        scale: d.numbers('scale'),
        level: d.numbers('level'),
        factor: d.numbers('factor'),
      };
      const interval = i.raw('interval') as Interval;
      return { ...learnGrowth(deviations, i.number('from'), interval, i.number('coverage'), i.number('most')) };
    },
  },
  'forecast/growthAt': {
    inputs: ['growth', 'ahead', 'memory'],
    run: (i) => growthAt(i.raw('growth') as Growth, i.number('ahead'), i.number('memory')),
  },
  'forecast/cross': {
    inputs: ['times', 'expected', 'lower', 'upper', 'threshold'],
    run: (i) => {
      const lines = {
        timesMs: i.numbers('times'),
        expected: i.numbers('expected'),
        lower: i.numbers('lower'),
        upper: i.numbers('upper'),
      };
      const { rising, expectedMs, lowerMs, upperMs } = cross(lines, i.number('threshold'));
      return { rising, expectedMs: expectedMs ?? -1, lowerMs: lowerMs ?? -1, upperMs: upperMs ?? -1 };
    },
  },
};
