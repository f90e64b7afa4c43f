/**
 * What an analysis returns.
 * Twin: pkg/engine/analysis.go.
 */
import { BandErrors } from './evaluate/band';
import { Errors } from './evaluate/errors';
import type { Part } from './features/design';
import type { Model } from './fit/model';
import { Notice } from './notice/notice';

/** What is known of a point; the values of Analysis.state. */
export const State = { Learning: 0, Normal: 1, Anomalous: 2, Excluded: 3, Missing: 4 } as const;

/**
 * One series judged point by point. All arrays have shape [n]; NaN in a Float64Array means "not available". Lengths are
 * in the series' unit. Where a band exists, and no anomaly, lower ≤ intervalLower ≤ expected ≤ intervalUpper ≤ upper.
 */
export interface Analysis {
  stepMs: number;
  /** The first instant of each slot, in epoch milliseconds. */
  timesMs: Float64Array;
  value: Float64Array;
  expected: Float64Array;
  /** The limit: where alerts begin; of an anomaly, that of its reason. */
  lower: Float64Array;
  upper: Float64Array;
  /** The 95 % prediction interval. */
  intervalLower: Float64Array;
  intervalUpper: Float64Array;
  /** The band of 99 % coverage, for comparison with other detectors. */
  lower99: Float64Array;
  upper99: Float64Array;
  /** ≥ 0: how many times the limit; above 1 is an anomaly. */
  score: Float64Array;
  /** Of a score above 1: which limit it exceeds, the values of Reason; else 0. */
  reason: Float64Array;
  /** ≥ 0: how many times its own limit the level of the last day lies from the level learnt. */
  drift: Float64Array;
  /** −1 below the expected value, 1 above, 0 on it. */
  direction: Float64Array;
  /** 0 or 1; NaN = undecided. */
  anomaly: Float64Array;
  /** The values of State. */
  state: Uint8Array;
  notices: Notice[];
  /** One for each cut that was walked through, oldest first. */
  models: ModelSummary[];
}

/** What to tell people of a model. */
export interface ModelSummary {
  cutMs: number;
  /** Which model judges: the spec's, or the one that `auto` chose. */
  kind: Model['kind'];
  /** Usable points that it learnt from. */
  points: number;
  /** Out-of-fold mean absolute error, in the series' unit. */
  mae: number;
  /** Out-of-fold share of points inside the interval. */
  coverage: number;
  /** On the history that it learnt from. */
  train: Errors;
  /** Of the interval on that history, out of fold. */
  interval: BandErrors;
  /** Of `auto`: every candidate's out-of-fold pinball loss, in the series' unit, the default first. */
  candidates: Candidate[];
  /** Of features.select: what was tried. */
  selection?: Selected[];
}

/**
 * Says of a group of features whether the linear model keeps it, and what decided: its mean absolute error out of fold with
 * the group, and without, in the series' unit.
 */
export interface Selected {
  part: Part;
  name: string;
  kept: boolean;
  with: number;
  without: number;
}

/** One candidate of `auto`. */
export interface Candidate {
  kind: Model['kind'];
  pinball: number;
}
