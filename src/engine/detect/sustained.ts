/**
 * Deviations too small for one point and too large for an hour.
 * Twin: pkg/engine/detect/sustained.go. Numbers: spec/vectors/detect.
 */
import { deviationAt, Deviations, normalised } from '../adapt/trail';
import { Interval, peakEdge, times } from '../band/edge';
import { wander } from '../band/wander';
import { putMedian } from '../num/median';

/** Judges the mean of an hour, as long as it lasts. Part of a model, hence plain data. */
export interface Sustained {
  /** Slots of the mean; 0: the rule is off. */
  points: number;
  /** Slots whose median says whether it lasts. */
  recent: number;
  /** Of the mean, in normalised deviations. */
  edge: Interval;
}

// The rule takes the mean of an hour, of deviations clipped so that one spike is no lasting one. Means over longer found
// more drifts, but more false alarms than drifts.
const SUSTAINED_MS = 3_600_000;
const RECENT_MS = 900_000;
const SUSTAINED_CLIP = 12;
const SUSTAINED_LEAST = 0.5; // of the edge
const OWN_SHARE = 0.25; // of the median, that the slot itself must deviate

/**
 * Reads the rule's edge from a history, as the band's is read: timesMs of shape [n], one a slot, as d. Means overlap, so a day
 * has no more of them than it has quarters of an hour, however fine the step. Nothing is modified.
 */
export function learnSustained(timesMs: Float64Array, d: Deviations, stepMs: number, alertsPerWeek: number): Sustained {
  const points = Math.floor(SUSTAINED_MS / stepMs);
  if (points < 2) {
    return { points: 0, recent: 0, edge: { lower: 0, upper: 0 } };
  }
  const means = new Float64Array(timesMs.length);
  for (let i = 0; i < means.length; i++) {
    means[i] = meanAt(points, d, i);
  }
  const edge = peakEdge(timesMs, means, means, stepMs, Math.max(stepMs, RECENT_MS), alertsPerWeek);
  const { lower, upper } = times(edge, wander(normalised(d), stepMs));
  return {
    points,
    recent: recentSlots(stepMs),
    edge: { lower: Math.max(lower, SUSTAINED_LEAST), upper: Math.max(upper, SUSTAINED_LEAST) },
  };
}

/** How many slots say whether something lasts, one at least. */
export function recentSlots(stepMs: number): number {
  return Math.max(1, Math.floor(RECENT_MS / stepMs));
}

/**
 * How far the deviation lasts beyond the edge, shape [n]: the lesser of the hour's mean and the recent slots' median, so that it
 * ends where the incident does; 0 where they are of two minds, the slot itself is back, or missing.
 */
export function sustainedScores(rule: Sustained, d: Deviations): Float64Array {
  const out = new Float64Array(d.residuals.length);
  const recent = new Float64Array(rule.recent);
  for (let i = 0; i < out.length; i++) {
    if (rule.points === 0 || Number.isNaN(d.residuals[i])) {
      continue;
    }
    const mean = meanAt(rule.points, d, i);
    putMedianAt(recent, d, i);
    const median = recent[0];
    const own = deviationAt(d, i, i);
    if (mean > 0 && median > 0 && own > OWN_SHARE * median) {
      out[i] = Math.min(mean, median) / rule.edge.upper;
    } else if (mean < 0 && median < 0 && own < OWN_SHARE * median) {
      out[i] = -Math.max(mean, median) / rule.edge.lower;
    }
  }
  return out;
}

/** The mean of the clipped deviations of the slots up to i, as seen from i; NaN where fewer than half have data. */
function meanAt(points: number, d: Deviations, i: number): number {
  let total = 0;
  let n = 0;
  for (let k = Math.max(0, i + 1 - points); k <= i; k++) {
    const z = deviationAt(d, k, i);
    if (!Number.isNaN(z)) {
      total += Math.min(Math.max(z, -SUSTAINED_CLIP), SUSTAINED_CLIP);
      n++;
    }
  }
  return n < (points + 1) >> 1 ? NaN : total / n;
}

/**
 * Puts the median deviation of as many slots up to i as recent is long, as seen from i, of which i has data, into recent[0].
 */
function putMedianAt(recent: Float64Array, d: Deviations, i: number): void {
  let n = 0;
  for (let k = Math.max(0, i + 1 - recent.length); k <= i; k++) {
    const z = deviationAt(d, k, i);
    if (!Number.isNaN(z)) {
      recent[n++] = z + 0; // −0 + 0 is 0
    }
  }
  putMedian(recent, n, recent, 0);
}
