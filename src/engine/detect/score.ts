/**
 * The scores of slots.
 * Twin: pkg/engine/detect/score.go.
 */
import { Interval } from '../band/interval';
import { Spec } from '../spec/spec';
import { daySlots, meanOf } from './drift';
import { Limits } from './limits';
import { Window, withSign } from './statistic';
import { STATISTICS } from './statistics';
import { repeatsOf } from './stuck';

/** The reasons of an anomaly: first the statistics, by their place in STATISTICS. */
export const Reason = { None: 0, Deviation: 1, HourlyMean: 2, Spike: 3, Bounds: 4, Missing: 5, Stuck: 6 } as const;

/** The inputs of the score, one row a slot, in the history's unit; all arrays have shape [n]. */
export interface ScoreInput extends Window {
  /** The units of the limits. */
  scales: Float64Array;
  /** The deviation's limit as a distance from the expected value, ≥ 0. */
  lower: Float64Array;
  upper: Float64Array;
  minLimit: Interval[];
  /** Smaller lengths never count. */
  minDeviation: Interval[];
  direction: Spec['detect']['direction'];
}

/** Score, reason and boundary of slots; all arrays have shape [n]. */
export interface Scores {
  /** ≥ 0: how many times its limit; above 1 is an anomaly; NaN where missing. */
  score: Float64Array;
  /** Of a score above 1: the statistic's place in STATISTICS, from 1, or Reason.Stuck; else 0. */
  reason: Float64Array;
  /** Where the reason is another than the deviation: the value's distance from the expected one at which it begins. */
  boundary: Float64Array;
}

/** Keeps scores finite where a length overflows in units of its limit. */
export const MAX_SCORE = 1e12;

/** Scores slots. Nothing is modified. Twin: Limits.Score. */
export function score(l: Limits, e: ScoreInput): Scores {
  const n = e.residuals.length;
  const s = {
    score: e.residuals.map((r) => (Number.isNaN(r) ? NaN : 0)),
    reason: new Float64Array(n),
    boundary: new Float64Array(n).fill(NaN),
  };
  STATISTICS.forEach((statistic, k) => {
    const lengths = statistic.lengths(e);
    for (let i = 0; i < n; i++) {
      const x = lengths[i];
      const limit = limitOf(l, e, k, i, x);
      if (Number.isNaN(x) || limit === 0 || !counts(e, x)) {
        continue;
      }
      let own = Math.min(Math.abs(x) / limit, MAX_SCORE);
      if (Math.abs(x) < side(e.minDeviation[i], x)) {
        own = Math.min(own, 1);
      }
      if (own > s.score[i]) {
        take(s, e, i, k, own, limit);
      }
    }
  });
  scoreStuck(l, e, s);
  return s;
}

/**
 * Makes a repeated value the reason if its score is the largest. A run has no length in the history's unit. Its
 * boundary is the residual divided by the score.
 *
 * @param s - modified
 */
function scoreStuck({ stuck }: Limits, e: ScoreInput, s: Scores): void {
  if (stuck === 0) {
    return;
  }
  repeatsOf(e).forEach((n, i) => {
    const r = e.residuals[i];
    const size = Math.abs(r);
    const own = size < side(e.minDeviation[i], r) ? Math.min(n / stuck, 1) : n / stuck;
    if (own > s.score[i] && counts(e, r)) {
      s.score[i] = own;
      s.reason[i] = own > 1 ? Reason.Stuck : s.reason[i];
      s.boundary[i] = own > 1 ? size / own : s.boundary[i];
    }
  });
}

/**
 * The mean residual of the day that ends with slot i, divided by its limit, ≥ 0. NaN if the slot has no residual, if half
 * of its day is missing, or if a step is too long for a mean of a day. It is no part of the score. It reads a whole day, so
 * a caller asks it of the slots that it answers alone. Twin: Limits.DriftAt.
 *
 * @param residuals - shape [n]; they contain the local level
 */
export function driftAt({ dayMean }: Limits, e: ScoreInput, residuals: Float64Array, i: number): number {
  const n = daySlots(e.stepMs);
  if (n === 0 || dayMean === 0 || Number.isNaN(residuals[i])) {
    return NaN;
  }
  const mean = meanOf(residuals, Math.max(0, i + 1 - n), i + 1, n);
  if (!counts(e, mean)) {
    return 0;
  }
  const size = Math.abs(mean);
  const times = Math.min(size / Math.max(dayMean, side(e.minLimit[i], mean)), MAX_SCORE);
  return size < side(e.minDeviation[i], mean) ? Math.min(times, 1) : times;
}

/** That of statistic k for a length x of slot i, in the history's unit; 0: it is off. Twin: Limits.limit. */
function limitOf(l: Limits, e: ScoreInput, k: number, i: number, x: number): number {
  if (k === 0) {
    return x < 0 ? e.lower[i] : e.upper[i];
  }
  const own = side(l.statistics[k], x);
  return own === 0 ? 0 : Math.max(own * e.scales[i], side(e.minLimit[i], x));
}

/** Whether a length lies on a side that the spec judges. */
function counts({ direction }: ScoreInput, x: number): boolean {
  return !((direction === 'above' && x < 0) || (direction === 'below' && x > 0));
}

/** Makes statistic k the largest of slot i. */
function take(s: Scores, e: ScoreInput, i: number, k: number, own: number, limit: number): void {
  s.score[i] = own;
  if (own <= 1) {
    return;
  }
  s.reason[i] = k + 1;
  s.boundary[i] = k > 0 ? STATISTICS[k].boundary(e, i, withSign(1, e.residuals[i]), limit) : NaN;
}

function side({ lower, upper }: Interval, x: number): number {
  return x < 0 ? lower : upper;
}
