/**
 * Neighbouring slots that share a property: an anomaly, a state, a line without a gap.
 */
import { Analysis } from '../engine/analysis';

/** A range of neighbouring indices, both included. */
export interface Run {
  first: number;
  last: number;
}

/**
 * Neighbouring indices for which something holds.
 *
 * @param length - indices 0 … length − 1 are asked
 * @param holds - the condition
 */
export function runsOf(length: number, holds: (i: number) => boolean): Run[] {
  const runs: Run[] = [];
  for (let i = 0; i < length; i++) {
    if (!holds(i)) {
      continue;
    }
    const run = runs[runs.length - 1];
    if (run?.last === i - 1) {
      run.last = i;
    } else {
      runs.push({ first: i, last: i });
    }
  }
  return runs;
}

/**
 * The slot of a run with the highest score; the first of equal ones.
 *
 * @param analysis - of the series; NaN scores lose
 */
export function farthestOf({ score }: Pick<Analysis, 'score'>, { first, last }: Run): number {
  let best = first;
  for (let i = first; i <= last; i++) {
    if (score[i] > score[best] || Number.isNaN(score[best])) {
      best = i;
    }
  }
  return best;
}
