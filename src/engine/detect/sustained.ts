/**
 * Deviations too small for one point and too large for an hour.
 * Twin: pkg/engine/detect/sustained.go. Numbers: spec/vectors/detect.
 */
import { deviationAt, Deviations, normalised } from '../adapt/trail';
import { Interval, peakEdge, times } from '../band/edge';
import { wander } from '../band/wander';

/** Judges the mean of the last slots. Part of a model, hence plain data. */
export interface Sustained {
  /** Slots of the mean; 0: the rule is off. */
  points: number;
  /** Slots that must still deviate. */
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
const RECENT_SHARE = 0.6; // of the mean, that recent slots must keep

/** Reads the rule's edge from a history, as the band's is read. Nothing is modified. */
export function learnSustained(timesMs: Float64Array, d: Deviations, stepMs: number, alertsPerWeek: number): Sustained {
  const points = Math.floor(SUSTAINED_MS / stepMs);
  if (points < 2) {
    return { points: 0, recent: 0, edge: { lower: 0, upper: 0 } };
  }
  const means = timesMs.map((_, i) => hourMean(points, d, i));
  const { lower, upper } = times(peakEdge(timesMs, means, means, stepMs, alertsPerWeek), wander(normalised(d), stepMs));
  return {
    points,
    recent: Math.max(1, Math.floor(RECENT_MS / stepMs)),
    edge: { lower: Math.max(lower, SUSTAINED_LEAST), upper: Math.max(upper, SUSTAINED_LEAST) },
  };
}

/** The mean deviation of the slots up to i, as seen from i; NaN where fewer than half have data. */
function hourMean(points: number, d: Deviations, i: number): number {
  return meanDeviation(d, i, points, (points + 1) >> 1);
}

/** How far the mean stands out at slot i; 0 if it does not last, or the point is missing. */
export function sustainedScore(rule: Sustained, d: Deviations, i: number): number {
  if (rule.points === 0 || Number.isNaN(d.residuals[i])) {
    return 0;
  }
  const mean = hourMean(rule.points, d, i);
  const recent = meanDeviation(d, i, rule.recent, 1);
  if (mean > 0 && recent > RECENT_SHARE * mean) {
    return mean / rule.edge.upper;
  }
  return mean < 0 && recent < RECENT_SHARE * mean ? -mean / rule.edge.lower : 0;
}

/** The mean of the clipped deviations of the last slots up to i, as seen from i; NaN if fewer than `least` have data. */
function meanDeviation(d: Deviations, i: number, slots: number, least: number): number {
  let total = 0;
  let n = 0;
  for (let k = Math.max(0, i + 1 - slots); k <= i; k++) {
    const z = deviationAt(d, k, i);
    if (!Number.isNaN(z)) {
      total += Math.min(Math.max(z, -SUSTAINED_CLIP), SUSTAINED_CLIP);
      n++;
    }
  }
  return n < least || n === 0 ? NaN : total / n;
}
