/**
 * Says where a series is not as expected.
 * Stage: band → **detect** → frames. Twin: pkg/engine/detect/rules.go. Numbers: spec/vectors/detect.
 */
import { Deviations } from '../adapt/trail';
import { Edge, Spec } from '../spec/spec';
import { deviationOf, Evidence, pointScore } from './evidence';
import { flatLimit, flatScores } from './flat';
import { learnOnset, Onset, onsetScores } from './onset';
import { learnRange, Range, rangeScores } from './range';
import { learnSustained, Sustained, sustainedScores } from './sustained';

/**
 * What a history says of sudden and of lasting deviations, of values beyond all that it has seen, and of values that stand
 * still. Part of a model, hence plain data.
 */
export interface Rules {
  onset: Onset;
  sustained: Sustained;
  range: Range;
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
  return {
    onset: learnOnset(timesMs, values, d, stepMs, alerts),
    sustained: learnSustained(timesMs, d, stepMs, alerts),
    range: learnRange(values, stepMs, alerts),
    flat: flatLimit(values, stepMs),
  };
}

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
  const onset = onsetScores(rules.onset, e);
  const sustained = sustainedScores(rules.sustained, e.deviations);
  const beyond = rangeScores(rules.range, e);
  const flat = flatScores(e.values, rules.flat, stepMs);
  const out = new Float64Array(flat.length);
  for (let i = 0; i < out.length; i++) {
    const deviation = deviationOf(e, i);
    let score = Math.max(pointScore(e, i), onset[i], sustained[i], beyond[i]);
    if (Math.abs(deviation) < e.least[i]) {
      score = Math.min(score, 1);
    }
    if ((direction === 'above' && deviation < 0) || (direction === 'below' && deviation > 0)) {
      score = 0;
    }
    out[i] = Math.max(score, flat[i]);
  }
  return out;
}
