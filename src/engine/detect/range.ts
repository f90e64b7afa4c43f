/**
 * Values beyond all that a history has seen.
 * Twin: pkg/engine/detect/range.go. Numbers: spec/vectors/detect.
 */
import { tailRatio } from '../band/edge';
import { placeRank } from '../num/select';
import { DAY_MS } from '../zone/zone';
import { deviationOf, Evidence, MOST_SCORE } from './evidence';
import { recentSlots } from './sustained';

/**
 * A band that follows its series takes a climb of two days for the new usual; the range of weeks does not move. Only what
 * lasts counts, what most slots of a quarter of an hour are beyond. Part of a model, hence plain data.
 */
export interface Range {
  /** Of what lasted in the history, in its unit. */
  lowest: number;
  highest: number;
  /** So far beyond either is too far; 0: the rule is off. */
  room: number;
  /** Slots of a quarter of an hour, one at least. */
  recent: number;
}

// Too far beyond the range is RANGE_SHARE of it. A history of fewer days than RANGE_DAYS has not seen what its series can do:
// the room grows by the square of what is missing.
const RANGE_SHARE = 0.2;
const RANGE_DAYS = 14;

/**
 * Reads the rule from a history. Nothing is modified.
 *
 * @param values - shape [n], one a slot; NaN where missing or excluded
 */
export function learnRange(values: Float64Array, stepMs: number, alertsPerWeek: number): Range {
  const recent = recentSlots(stepMs);
  const lasting = newLasting(recent);
  let lowest = Infinity;
  let highest = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (values[i] >= lowest && values[i] <= highest) {
      continue; // what lasts goes further only with its newest value
    }
    if (lastingAt(lasting, values, values, i, recent)) {
      lowest = Math.min(lowest, lasting.below[0]);
      highest = Math.max(highest, lasting.above[0]);
    }
  }
  if (lowest > highest) {
    return { lowest: 0, highest: 0, room: 0, recent: 0 };
  }
  const young = Math.max(1, RANGE_DAYS / daysKnown(values, stepMs));
  const room = RANGE_SHARE * tailRatio(stepMs, alertsPerWeek) * (young * young) * (highest - lowest);
  return { lowest, highest, room: Number.isFinite(room) ? room : 0, recent };
}

/**
 * How far each slot and most before it are beyond the range, or it is beyond what is expected where that is less; 0 inside.
 * Nothing is modified. Twin: Range.Scores.
 *
 * @returns shape [n]
 */
export function rangeScores(r: Range, e: Evidence): Float64Array {
  const out = new Float64Array(e.values.length);
  if (r.room === 0) {
    return out;
  }
  const lasting = newLasting(r.recent);
  for (let i = 0; i < out.length; i++) {
    const value = e.values[i];
    if (value >= r.lowest && value <= r.highest) {
      continue;
    }
    if (lastingAt(lasting, e.values, e.deviations.residuals, i, r.recent)) {
      const deviation = deviationOf(e, i);
      const over = Math.min(value - r.highest, lasting.above[0] - r.highest, deviation);
      const under = Math.min(r.lowest - value, r.lowest - lasting.below[0], -deviation);
      out[i] = Math.min(Math.max(over, under, 0) / r.room, MOST_SCORE);
    }
  }
  return out;
}

/** What most of some slots are not above, and not below, with the room to find it. */
interface Lasting {
  below: Float64Array;
  above: Float64Array;
  held: Float64Array;
}

function newLasting(recent: number): Lasting {
  return { below: new Float64Array(1), above: new Float64Array(1), held: new Float64Array(recent) };
}

/**
 * Finds what most of the recent slots up to i are not above, and not below; false where slot i's value or half of them are
 * missing. Slots without residual are excluded, and count as missing.
 */
function lastingAt(to: Lasting, values: Float64Array, residuals: Float64Array, i: number, recent: number): boolean {
  if (Number.isNaN(residuals[i])) {
    return false;
  }
  const { held } = to;
  let n = 0;
  for (let k = Math.max(0, i + 1 - recent); k <= i; k++) {
    if (!Number.isNaN(residuals[k])) {
      held[n++] = values[k] + 0; // −0 + 0 is 0
    }
  }
  const most = Math.floor(recent / 2) + 1;
  if (n < most) {
    return false;
  }
  placeRank(held, n, most - 1);
  to.below[0] = held[most - 1];
  placeRank(held, n, n - most);
  to.above[0] = held[n - most];
  return true;
}

/** Of how many days a history has a value; a day is 24 h from the first slot on. */
function daysKnown(values: Float64Array, stepMs: number): number {
  let known = 0;
  let last = -1;
  for (let i = 0; i < values.length; i++) {
    const day = Math.floor((i * stepMs) / DAY_MS);
    if (!Number.isNaN(values[i]) && day !== last) {
      known++;
      last = day;
    }
  }
  const span = (values.length * stepMs) / DAY_MS;
  return Math.min((known * Math.max(stepMs, DAY_MS)) / DAY_MS, span);
}
