/** Runners of stage adapt. Twin: pkg/engine/vectors_adapt_test.go. */
import { follow, learnTrail, type Trail } from '../adapt/trail';
import type { Runner } from './runner';

export const adaptRunners: Record<string, Runner> = {
  'adapt/learnTrail': {
    inputs: ['residuals', 'scale', 'overall', 'points'],
    run: (i) => ({
      ...learnTrail(i.numbers('residuals'), i.numbers('scale'), i.number('overall'), i.number('points')).trail,
    }),
  },
  'adapt/follow': {
    inputs: ['trail', 'residuals', 'scale'],
    run: (i) => {
      const { level, factor } = follow(i.raw('trail') as Trail, i.numbers('residuals'), i.numbers('scale'));
      return { level, factor };
    },
  },
};
