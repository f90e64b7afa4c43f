/** Runners of stage band. Twin: pkg/engine/vectors_band_test.go. */
import { peakEdge } from '../band/edge';
import { normalQuantile } from '../band/normalQuantile';
import { learnScale } from '../band/scale';
import { wander } from '../band/wander';
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
  'band/wander': { inputs: ['z', 'stepMs'], run: (i) => wander(i.numbers('z'), i.number('stepMs')) },
  'band/peakEdge': {
    inputs: ['times', 'z', 'typical', 'stepMs', 'alertsPerWeek'],
    run: (i) => {
      const [times, z, typical] = [i.numbers('times'), i.numbers('z'), i.numbers('typical')];
      return { ...peakEdge(times, z, typical, i.number('stepMs'), i.number('alertsPerWeek')) };
    },
  },
};
