/**
 * What there is to judge of each slot.
 * Twin: pkg/engine/detect/evidence.go.
 */
import { Deviations } from '../adapt/trail';

/** What is judged, one row a slot, in the history's unit; all arrays have shape [n]. */
export interface Evidence {
  /** NaN where missing. */
  values: Float64Array;
  deviations: Deviations;
  /** The edge's distance from the expected value, ≥ 0. */
  lower: Float64Array;
  upper: Float64Array;
  /** A smaller deviation never counts. */
  least: Float64Array;
  /** How far what is expected jumps near the slot; 0: not. */
  jumps: Float64Array;
}

/** Keeps scores finite where a deviation overflows in units of the edge. */
export const MOST_SCORE = 1e12;

/** How far slot i is from what was expected, trailing level included. */
export function deviationOf({ deviations: { residuals, level } }: Evidence, i: number): number {
  return residuals[i] - level[i];
}

/** The deviation of slot i alone as a multiple of the edge's distance on its side; NaN where the value is missing. */
export function pointScore(e: Evidence, i: number): number {
  const deviation = deviationOf(e, i);
  return Math.min(deviation < 0 ? -deviation / e.lower[i] : deviation / e.upper[i], MOST_SCORE);
}
