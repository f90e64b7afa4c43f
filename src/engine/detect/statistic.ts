/**
 * What it takes to measure how far a slot is from what is expected.
 * Stage: band → **detect** → frames. Twin: pkg/engine/detect/statistic.go. Numbers: spec/vectors/detect.
 */
import { Deviations } from '../adapt/localLevel';
import { constants } from './constants';

/**
 * How far before a slot its statistics look, besides at the two slots before it. Repeats and drifts look a day back, but at
 * values and models alone, not at trailing levels.
 */
export const STATISTICS_MS = constants.meanMs;

/** What statistics are functions of, one row a slot, in the history's unit; all arrays have shape [n]. */
export interface Window {
  /** NaN where missing. */
  values: Float64Array;
  /** value − expected value, trailing level included; NaN where missing or excluded. */
  residuals: Float64Array;
  stepMs: number;
}

/** The window of deviations; nothing is modified. */
export function windowOf(values: Float64Array, { residuals, level }: Deviations, stepMs: number): Window {
  return { values, residuals: residuals.map((r, i) => r - level[i]), stepMs };
}

/**
 * One way to measure how far a slot is from what is expected. What it says of a slot depends on the hour before it at most.
 */
export interface Statistic {
  name: string;
  /**
   * The statistic of each slot, shape [n], as a length in the history's unit: negative below the expected value, NaN where
   * the slot has no residual.
   */
  lengths(w: Window): Float64Array;
  /**
   * How far from its expected value the value of slot i had to lie, on the side `sign` (−1 or 1), for the statistic to be as
   * large as a limit > 0, given the slots before it: a length ≥ 0. The statistic exceeds the limit exactly where the value
   * lies further than that.
   */
  boundary(w: Window, i: number, sign: number, limit: number): number;
}

/** Whether two lengths lie on the same side of zero. */
export function same(a: number, b: number): boolean {
  return (a > 0 && b > 0) || (a < 0 && b < 0);
}

/** A size ≥ 0 on the side of zero that sign lies on. */
export function withSign(size: number, sign: number): number {
  return sign < 0 ? -size : size;
}
