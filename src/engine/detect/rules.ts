/**
 * Says where a series is not as expected.
 * Stage: band → **detect** → frames. Twin: pkg/engine/detect/rules.go. Numbers: spec/vectors/detect.
 */
import { Deviations } from '../adapt/trail';
import { Edge, Spec } from '../spec/spec';
import { flatLimit, flatScores } from './flat';
import { learnSustained, Sustained, sustainedScore } from './sustained';

/** What a history says of lasting deviations and of values that stand still. Part of a model, hence plain data. */
export interface Rules {
  sustained: Sustained;
  /** So many repeats of a value are too many; 0: none are. */
  flat: number;
}

/**
 * Reads the rules from a history. Nothing is modified.
 *
 * @param timesMs - shape [n], one a slot
 * @param values - shape [n]; NaN where missing
 * @param d - the band's deviations of the history
 */
export function learnRules(
  timesMs: Float64Array,
  values: Float64Array,
  d: Deviations,
  stepMs: number,
  edge: Edge
): Rules {
  const alerts = 'alertsPerWeek' in edge ? edge.alertsPerWeek : 1;
  return { sustained: learnSustained(timesMs, d, stepMs, alerts), flat: flatLimit(values, stepMs) };
}

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
}

/** Keeps scores finite where a deviation overflows in units of the edge. */
const MOST_SCORE = 1e12;

/**
 * The score of each slot: ≥ 0, 1 at the edge, above 1 outside; NaN where the value is missing. Nothing is modified.
 *
 * @returns shape [n]
 */
export function scoresOf(
  rules: Rules,
  e: Evidence,
  stepMs: number,
  direction: Spec['detect']['direction']
): Float64Array {
  return flatScores(e.values, rules.flat, stepMs).map((flat, i) => {
    const deviation = deviationOf(e, i);
    let score = Math.max(pointScore(e, i), sustainedScore(rules.sustained, e.deviations, i));
    if (Math.abs(deviation) < e.least[i]) {
      score = Math.min(score, 1);
    }
    if ((direction === 'above' && deviation < 0) || (direction === 'below' && deviation > 0)) {
      score = 0;
    }
    return Math.max(score, flat);
  });
}

/** How far slot i is from what was expected, trailing level included. */
function deviationOf({ deviations: { residuals, level } }: Evidence, i: number): number {
  return residuals[i] - level[i];
}

/** The deviation of slot i alone as a multiple of the edge's distance on its side; NaN where the value is missing. */
export function pointScore(e: Evidence, i: number): number {
  const deviation = deviationOf(e, i);
  return Math.min(deviation < 0 ? -deviation / e.lower[i] : deviation / e.upper[i], MOST_SCORE);
}
