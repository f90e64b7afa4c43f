/**
 * Values that stand still.
 * Twin: pkg/engine/detect/flat.go. Numbers: spec/vectors/detect.
 */
import { DAY_MS } from '../zone/zone';

// Half an hour, and FLAT_LEAST slots, must stand still before it is called a standstill, and a history of FLAT_HISTORY times
// as many values, and of FLAT_DAYS days of them, must say how long values stand still: what comes and goes by day may rest
// for hours.
const FLAT_MS = 1_800_000;
const FLAT_LEAST = 12;
const FLAT_HISTORY = 10;
const FLAT_DAYS = 3;

/** The score of a standstill: odd, never extreme. */
export const FLAT_SCORE = 1.1;

/**
 * How many repeats of one value are too many: twice the longest run of the history; 0 if that is more than detection
 * remembers, or the history too short to say.
 *
 * @param values - shape [n]; NaN where missing; not modified
 */
export function flatLimit(values: Float64Array, stepMs: number): number {
  let longest = 0;
  let run = 0;
  let held = 0;
  let last = NaN;
  for (const v of values) {
    if (Number.isNaN(v)) {
      continue; // neither adds to a run nor ends it
    }
    held++;
    run = v === last ? run + 1 : 0;
    last = v;
    longest = Math.max(longest, run);
  }
  const limit = Math.max(2 * longest + 1, Math.floor(FLAT_MS / stepMs), FLAT_LEAST);
  const short = held < FLAT_HISTORY * limit || held * stepMs < FLAT_DAYS * DAY_MS;
  return short || limit * stepMs >= DAY_MS ? 0 : limit;
}

/**
 * FLAT_SCORE where the last `limit` slots with data repeat one value and lie within a day, since nothing here remembers
 * more; else 0.
 *
 * @param values - shape [n]; NaN where missing; not modified
 * @returns shape [n]
 */
export function flatScores(values: Float64Array, limit: number, stepMs: number): Float64Array {
  const scores = new Float64Array(values.length);
  if (limit === 0) {
    return scores;
  }
  const most = Math.floor(DAY_MS / stepMs);
  const equal = new Int32Array(values.length); // the slots of the present run
  let run = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) {
      continue;
    }
    if (run > 0 && values[i] !== values[equal[run - 1]]) {
      run = 0;
    }
    equal[run++] = i;
    if (run > limit && i - equal[run - 1 - limit] <= most) {
      scores[i] = FLAT_SCORE;
    }
  }
  return scores;
}
