/** Runners of stage adapt. Twin: pkg/engine/vectors/adapt_test.go. */
import { follow, learnLocalLevel, type LocalLevel } from '../adapt/localLevel';
import type { Runner } from './runner';

export const adaptRunners: Record<string, Runner> = {
  'adapt/learnLocalLevel': {
    inputs: ['residuals', 'scale', 'overall', 'points'],
    run: (i) => ({
      ...learnLocalLevel(i.numbers('residuals'), i.numbers('scale'), i.number('overall'), i.number('points'))
        .localLevel,
    }),
  },
  'adapt/follow': {
    inputs: ['localLevel', 'residuals', 'scale'],
    run: (i) => {
      const { level, factor } = follow(i.raw('localLevel') as LocalLevel, i.numbers('residuals'), i.numbers('scale'));
      return { level, factor };
    },
  },
};
