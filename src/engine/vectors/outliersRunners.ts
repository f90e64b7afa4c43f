/** Runners of stage outliers. Twin: pkg/engine/vectors/outliers_test.go. */
import { judgeGroup } from '../outliers/outliers';
import { parseSpec } from '../spec/parse';
import type { Runner } from './runner';

export const outliersRunners: Record<string, Runner> = {
  'outliers/judgeGroup': {
    inputs: ['values', 'outliers', 'minWidth', 'points'],
    run: (i) => {
      const raw = { schemaVersion: 1, outliers: i.raw('outliers'), band: { minWidth: i.raw('minWidth') } };
      const { outliers, band } = parseSpec(raw).spec;
      return { ...judgeGroup(i.rows('values'), outliers, band.minWidth, i.number('points')) };
    },
  },
};
