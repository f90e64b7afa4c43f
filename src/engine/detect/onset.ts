/**
 * What comes suddenly.
 * Twin: pkg/engine/detect/onset.go. Numbers: spec/vectors/detect.
 */
import { Deviations } from '../adapt/trail';
import { countPresent } from '../num/countPresent';
import { DAY_MS } from '../zone/zone';
import { Joint, jointDiscount, jointScore, learnJoint, NO_JOINT } from './joint';
import { greatestBefore, leapEdge, leapsOf, LEAP_SLOTS } from './leaps';
import { deviationOf, Evidence, MOST_SCORE } from './evidence';

/**
 * Judges leaps: how far a value steps out of the range of the two before it. What comes suddenly stands out from the next
 * hour's noise long before it stands out from a day's, and a lasting incident in a history hardly changes how far values
 * leap. Part of a model, hence plain data.
 */
export interface Onset {
  /** Leaps of values that are too far, in the history's unit; 0: the rule is off. */
  value: number;
  /** Leaps of what the model leaves. */
  residual: number;
  /** Leaps together with deviations. */
  joint: Joint;
  /** Slots of the day whose greatest leap is remembered. */
  points: number;
}

// A leap that is less than NEWS_SHARE of the day's greatest is no news. What a model expects to leap counts only as far as
// the residual leaps too. Where leaps are judged jointly with deviations, one alone must go ALONE_MULTIPLE times as far.
// Near a jump of what is expected a leap of up to JUMP_FACTOR times as far may be a job that begins early, late or larger.
const NEWS_SHARE = 0.5;
const RESIDUAL_SHARE = 2;
const ALONE_MULTIPLE = 1.5;
const JUMP_FACTOR = 3;

/**
 * Reads how far a history leaps. Nothing is modified.
 *
 * @param values - shape [n], one a slot; NaN where missing
 * @param d - the band's deviations of the history
 */
export function learnOnset(
  timesMs: Float64Array,
  values: Float64Array,
  d: Deviations,
  stepMs: number,
  alertsPerWeek: number
): Onset {
  if (stepMs >= DAY_MS) {
    return { value: 0, residual: 0, joint: NO_JOINT, points: 0 }; // a day is all that is remembered
  }
  const leaps = leapsOf(values, d.residuals);
  const held = countPresent(d.residuals);
  return {
    value: leapEdge(timesMs, leaps, held, stepMs, alertsPerWeek),
    residual: leapEdge(timesMs, leapsOf(d.residuals, d.residuals), held, stepMs, alertsPerWeek),
    joint: learnJoint(leaps, d, stepMs, alertsPerWeek),
    points: Math.max(1, Math.floor(DAY_MS / stepMs) - LEAP_SLOTS),
  };
}

/**
 * The score of each slot's leap: 0 where it does not lead away from what is expected, or where what is expected jumps
 * itself. Nothing is modified. Twin: Onset.Scores.
 *
 * @returns shape [n]
 */
export function onsetScores(rule: Onset, e: Evidence): Float64Array {
  const out = new Float64Array(e.values.length);
  if (rule.value === 0) {
    return out;
  }
  const { residuals } = e.deviations;
  const leaps = leapsOf(e.values, residuals);
  const left = leapsOf(residuals, residuals);
  const recent = greatestBefore(leaps, rule.points);
  const alone = (rule.joint.leap > 0 ? ALONE_MULTIPLE : 1) * rule.value;
  for (let i = 0; i < out.length; i++) {
    const leap = Math.abs(leaps[i]);
    const signed = deviationOf(e, i);
    if (!sameSide(leaps[i], signed) || leap <= JUMP_FACTOR * e.jumps[i]) {
      continue;
    }
    const deviation = Math.abs(signed);
    const away = Math.min(leap, deviation); // the way back to what is expected is no leap
    let score = away / Math.max(alone, NEWS_SHARE * recent[i]);
    score = Math.max(score, jointScore(rule.joint, leap, deviation, recent[i]));
    if (rule.residual > 0) {
      const rest = sameSide(leaps[i], left[i]) ? Math.abs(left[i]) / rule.residual : 0;
      score = Math.min(score, RESIDUAL_SHARE * rest);
    }
    out[i] = Math.min(score / jointDiscount(rule.joint, deviation), MOST_SCORE);
  }
  return out;
}

function sameSide(a: number, b: number): boolean {
  return (a > 0 && b > 0) || (a < 0 && b < 0);
}
