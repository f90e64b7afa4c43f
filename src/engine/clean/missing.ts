/**
 * What empty and excluded slots hold.
 * Twin: pkg/engine/clean/missing.go.
 */
import { epochMs } from '../spec/parse';
import { Range, Spec } from '../spec/spec';
import { DAY_MS } from '../zone/zone';
import type { Grid } from './grid';
import { endOf } from './slots';

/**
 * Applies clean.missing to the missing slots of `grid`, in place. "hold" repeats a value for a day at most: nothing in
 * the engine remembers more, so that a restart changes nothing.
 */
export function fill(grid: Grid, policy: Spec['clean']['missing']): void {
  const { values, timesMs } = grid;
  let held = -1;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(values[i])) {
      held = i;
    } else if (policy === 'zero') {
      values[i] = 0;
    } else if (policy === 'hold' && held >= 0 && timesMs[i] - timesMs[held] <= DAY_MS) {
      values[i] = values[held];
    }
  }
}

/** Marks the slots of `grid` that share an instant with a range, in place. */
export function exclude(grid: Grid, ranges: Range[]): void {
  const { timesMs, excluded } = grid;
  for (const range of ranges) {
    const toMs = epochMs(range.to);
    for (let i = firstEndingAfter(grid, epochMs(range.from)); i < timesMs.length && timesMs[i] < toMs; i++) {
      excluded[i] = 1;
    }
  }
}

function firstEndingAfter(grid: Grid, ms: number): number {
  let low = 0;
  let high = grid.timesMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (endOf(grid, middle) > ms) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
