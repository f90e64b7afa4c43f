/**
 * From scores to alarms.
 * Stage: band → **detect** → frames. Twin: pkg/engine/detect/decide.go. Numbers: spec/vectors/detect.
 */
import { Spec } from '../spec/spec';

/**
 * 1 where a series is anomalous, 0 where it is not, and NaN where a missing score leaves it undecided. An anomaly begins
 * when k of the last n slots score above 1 and ends once that has not been so for `recover` slots. Slots of unknown score
 * count for neither.
 *
 * @param scores - shape [n]; not modified
 * @returns shape [n]
 */
export function decide(scores: Float64Array, detect: Spec['detect']): Float64Array {
  const { k, n, recover } = decisionWindow(detect);
  const out = new Float64Array(scores.length);
  let held = 0; // slots for which the last alarm still holds
  let outside = 0; // of the last n slots
  for (let i = 0; i < scores.length; i++) {
    outside += (scores[i] > 1 ? 1 : 0) - (i >= n && scores[i - n] > 1 ? 1 : 0);
    held--;
    if (scores[i] > 1 && outside >= k) {
      held = recover;
    }
    out[i] = Number.isNaN(scores[i]) ? NaN : held > 0 ? 1 : 0;
  }
  return out;
}

/**
 * What detect.points and detect.recover ask for. Their auto is 1 of 1 and no recovery: the limits are calibrated to single
 * slots, and 3 of 5 would miss every spike shorter than ten minutes on a 5m grid.
 */
export function decisionWindow(detect: Spec['detect']): { k: number; n: number; recover: number } {
  const { k, n } = detect.points === 'auto' ? { k: 1, n: 1 } : detect.points;
  return { k, n, recover: detect.recover === 'auto' ? n : detect.recover };
}
