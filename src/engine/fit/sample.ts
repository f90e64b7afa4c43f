/**
 * The history that a model learns from.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/sample.go.
 */
import { Covariate } from '../clean/align';
import { Calendar } from '../features/calendar';
import type { Scratch } from '../features/scratch';
import { DAY_MS } from '../zone/zone';

/** The slots before the cut that have a value and every regressor, in the order of time; all of shape [n]. */
export interface Sample {
  stepMs: number;
  calendar: Calendar;
  /** Finite, in the history's unit. */
  values: Float64Array;
  covariates: Covariate[];
  /** For the design. */
  scratch?: Scratch;
}

/**
 * Out-of-fold fits leave out one of FOLDS parts of the history. A fold is made of blocks a quarter of a day long, so that
 * neighbours in time, which are alike, are left out together, and every fold sees every hour of the day and day of the
 * week.
 */
export const FOLDS = 5;
const FOLD_BLOCK_MS = DAY_MS / 4;
/** Of a history: a short one has shorter blocks. */
const MIN_BLOCKS = 10;
/** Rows that a fit without a fold needs. */
export const MIN_OUTSIDE = 6;

/** Rows from ≤ i < to of one fold. */
export interface Block {
  from: number;
  to: number;
  fold: number;
}

/** Cuts the sample's rows into the blocks of its folds. */
export function blocksOf({ stepMs, calendar: { timesMs } }: Sample): Block[] {
  const n = timesMs.length;
  const first = timesMs[0];
  const span = timesMs[n - 1] - first + stepMs;
  const length = Math.min(FOLD_BLOCK_MS, Math.max(stepMs, Math.floor(span / MIN_BLOCKS)));
  const numberOf = (i: number) => Math.floor((timesMs[i] - first) / length);
  const blocks: Block[] = [];
  for (let from = 0, to = 0; from < n; from = to) {
    const number = numberOf(from);
    while (to < n && numberOf(to) === number) {
      to++;
    }
    blocks.push({ from, to, fold: number % FOLDS });
  }
  return blocks;
}

/** The rows of all folds but one. */
export function outside(blocks: Block[], fold: number): Int32Array {
  return rowsOf(blocks.filter((block) => block.fold !== fold));
}

/** The rows of a fold. */
export function inside(blocks: Block[], fold: number): Int32Array {
  return rowsOf(blocks.filter((block) => block.fold === fold));
}

function rowsOf(blocks: Block[]): Int32Array {
  const rows: number[] = [];
  for (const { from, to } of blocks) {
    for (let i = from; i < to; i++) {
      rows.push(i);
    }
  }
  return Int32Array.from(rows);
}
