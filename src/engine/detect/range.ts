/**
 * Values beyond all that a history has seen.
 * Twin: pkg/engine/detect/range.go. Numbers: spec/vectors/detect.
 */
import { tailRatio } from '../band/edge';
import { countPresent } from '../num/countPresent';
import { extent } from '../num/minmax';
import { DAY_MS } from '../zone/zone';
import { deviationOf, Evidence, MOST_SCORE } from './evidence';

/**
 * A band that follows its series takes a climb of two days for the new usual; the range of weeks does not move. Part of a
 * model, hence plain data.
 */
export interface Range {
  /** Of the history, in its unit. */
  lowest: number;
  highest: number;
  /** So far beyond either is too far; 0: the rule is off. */
  room: number;
}

// A value is too far beyond the range at RANGE_SHARE of it. A history of fewer days than RANGE_DAYS has not seen what its
// series can do: the room grows by the square of what is missing.
const RANGE_SHARE = 0.3;
const RANGE_DAYS = 14;

/**
 * Reads the rule from a history. Nothing is modified.
 *
 * @param values - shape [n], one a slot; NaN where missing or excluded
 */
export function learnRange(values: Float64Array, stepMs: number, alertsPerWeek: number): Range {
  const held = countPresent(values);
  if (held === 0) {
    return { lowest: 0, highest: 0, room: 0 };
  }
  const { least: lowest, greatest: highest } = extent(values);
  const young = Math.max(1, RANGE_DAYS / ((held * stepMs) / DAY_MS));
  const room = RANGE_SHARE * tailRatio(stepMs, alertsPerWeek) * (young * young) * (highest - lowest);
  return { lowest, highest, room: Number.isFinite(room) ? room : 0 };
}

/** How far slot i is beyond the range, or beyond what is expected where that is less; 0 inside. Nothing is modified. */
export function rangeScore(r: Range, e: Evidence, i: number): number {
  if (r.room === 0 || Number.isNaN(e.deviations.residuals[i])) {
    return 0;
  }
  const deviation = deviationOf(e, i);
  const value = e.values[i];
  const beyond = Math.max(Math.min(value - r.highest, deviation), Math.min(r.lowest - value, -deviation), 0);
  return Math.min(beyond / r.room, MOST_SCORE);
}
