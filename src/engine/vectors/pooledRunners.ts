/** Runners of stage pooled. Twin: pkg/engine/vectors/pooled_test.go. */
import { compareHistories } from '../pooled/histories';
import { findCommon, placeIn } from '../pooled/pooled';
import type { Runner } from './runner';

export const pooledRunners: Record<string, Runner> = {
  'pooled/compareHistories': {
    inputs: ['a', 'b'],
    run: (i) => ({ order: compareHistories(i.numbers('a'), i.numbers('b')) }),
  },
  'pooled/findCommon': {
    inputs: ['values'],
    run: (i) => ({ ...findCommon(i.rows('values')) }),
  },
  'pooled/placeIn': {
    inputs: ['relative', 'spread', 'values', 'shape'],
    run: (i) => {
      const common = { relative: i.raw('relative') as boolean, spread: i.number('spread') };
      return { ...placeIn(common, i.numbers('values'), i.numbers('shape')) };
    },
  },
};
