/**
 * The type of a statistic, and its inputs.
 * Stage: band → **detect** → frames. Twin: pkg/engine/detect/statistic.go. Numbers: spec/vectors/detect.
 */
import { Deviations } from '../adapt/localLevel';
import { constants } from './constants';

/**
 * How far before a slot its statistics look, besides at the two slots before it. Repeats and drifts look a day back, but at
 * values and models alone, not at local levels.
 */
export const STATISTICS_MS = constants.meanMs;

/** The inputs of statistics, one row a slot, in the history's unit; all arrays have shape [n]. */
export interface Window {
  /** NaN where missing. */
  values: Float64Array;
  /** value − expected value, local level included; NaN where missing or excluded. */
  residuals: Float64Array;
  stepMs: number;
}

/** The window of deviations; nothing is modified. */
export function windowOf(values: Float64Array, { residuals, level }: Deviations, stepMs: number): Window {
  return { values, residuals: residuals.map((r, i) => r - level[i]), stepMs };
}

/**
 * A measure of the distance of a slot from its expected value. It depends on at most the hour before the slot.
 */
export interface Statistic {
  name: string;
  /**
   * The statistic of each slot, shape [n], as a length in the history's unit: negative below the expected value, NaN where
   * the slot has no residual.
   */
  lengths(w: Window): Float64Array;
  /**
   * Inverts the statistic: the distance ≥ 0 of the value of slot i from its expected value, on the side `sign` (−1 or
   * 1), at which the statistic equals a limit > 0, given the slots before it. The statistic exceeds the limit exactly
   * where the distance is larger.
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
