/**
 * What leaps and stands out at once.
 * Twin: pkg/engine/detect/joint.go. Numbers: spec/vectors/detect.
 */
import { Deviations } from '../adapt/trail';
import { isCoarse, tailRatio } from '../band/edge';
import { quantileInPlace } from '../num/quantile';
import { LEAST_LEAPS, sizesOf } from './leaps';

/**
 * Judges a leap together with the deviation that it leads to, by the geometric mean of how far both go. An hour that stands
 * alone is often all of an incident that coarse steps show, and a history has too few of them to say where the tails of
 * either end; but it knows well how far values leap usually, and how far one in twenty deviates. Part of a model, hence plain
 * data.
 */
export interface Joint {
  /** Too far where the deviation goes as far, in the history's unit; 0: the rule is off. */
  leap: number;
  /** Too far where the leap goes as far. */
  deviation: number;
  /** A smaller deviation is small beside what the history has seen. */
  small: number;
}

/** The rule that is off. */
export const NO_JOINT: Readonly<Joint> = { leap: 0, deviation: 0, small: 0 };

// Leap and deviation are too far, together, at JOINT_MULTIPLE times their quantiles. Where counts repeat, no deviation may be
// left at FAR_DEVIATION: half the usual leap is the least.
const JOINT_MULTIPLE = 4.6;
const USUAL_LEAP = 0.5;
const FAR_DEVIATION = 0.95;
const LEAST_DEVIATION = 0.5;

// A deviation of less than SMALL_SHARE of the span that the history's fill counts less, down to one part in SMALL_FACTOR. A
// leap that is less than JOINT_NEWS of the day's greatest is no news.
const SMALL_SHARE = 0.15;
const SMALL_FACTOR = 2;
const JOINT_NEWS = 0.25;

/**
 * Reads the rule from a history. Nothing is modified.
 *
 * @param leaps - shape [n], one a slot
 * @param d - the band's deviations of the history
 */
export function learnJoint(leaps: Float64Array, d: Deviations, stepMs: number, alertsPerWeek: number): Joint {
  if (!isCoarse(stepMs)) {
    return NO_JOINT;
  }
  const sizes = sizesOf(leaps);
  if (sizes.length < LEAST_LEAPS) {
    return NO_JOINT;
  }
  const distances = new Float64Array(leaps.length);
  let [n, lowest, highest] = [0, 0, 0];
  for (let i = 0; i < leaps.length; i++) {
    const deviation = d.residuals[i] - d.level[i];
    if (!Number.isNaN(deviation)) {
      lowest = Math.min(lowest, deviation);
      highest = Math.max(highest, deviation);
      distances[n++] = Math.abs(deviation);
    }
  }
  const usual = quantileInPlace(sizes, USUAL_LEAP);
  const far = quantileInPlace(distances.subarray(0, n), FAR_DEVIATION); // n ≥ 1, as where a value leaps it has a residual
  const multiple = JOINT_MULTIPLE * tailRatio(stepMs, alertsPerWeek);
  return {
    leap: multiple * usual,
    deviation: multiple * Math.max(far, LEAST_DEVIATION * usual),
    small: SMALL_SHARE * (highest - lowest),
  };
}

/** The score of a leap and a deviation, both > 0; recent is the day's greatest leap. Twin: Joint.score. */
export function jointScore(rule: Joint, leap: number, deviation: number, recent: number): number {
  if (rule.leap === 0) {
    return 0;
  }
  const together = Math.sqrt((Math.min(leap, deviation) / rule.leap) * (deviation / rule.deviation));
  return Math.min(together, leap / (JOINT_NEWS * recent));
}

/** By how much the score of a deviation > 0 is divided: 1 to SMALL_FACTOR. Twin: Joint.discount. */
export function jointDiscount(rule: Joint, deviation: number): number {
  return Math.min(Math.max(rule.small / deviation, 1), SMALL_FACTOR);
}
