/** Runners of stage band. Twin: pkg/engine/vectors_band_test.go. */
import { conformity } from '../band/conform';
import { peakEdge } from '../band/edge';
import { normalQuantile } from '../band/normalQuantile';
import { tailsOf } from '../band/quantiles';
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
  'band/wander': { inputs: ['z', 'stepMs'], run: (i) => wander(i.numbers('z'), i.number('stepMs')) },
  'band/peakEdge': {
    inputs: ['times', 'z', 'typical', 'stepMs', 'apartMs', 'alertsPerWeek'],
    run: (i) => {
      const [times, z, typical] = [i.numbers('times'), i.numbers('z'), i.numbers('typical')];
      return { ...peakEdge(times, z, typical, i.number('stepMs'), i.number('apartMs'), i.number('alertsPerWeek')) };
    },
  },
};
