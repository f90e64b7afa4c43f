/**
 * Says whether a band keeps its promise.
 * Stage: detect → **evaluate**. Twin: pkg/engine/evaluate/band.go. Numbers: spec/vectors/evaluate.
 */
import { pinball } from '../fit/fit';
import { difference } from './errors';

/** Lengths are in the series' unit. */
export interface BandErrors {
  /** Rows with a value and a band. */
  n: number;
  /** Share of values inside, limits included. */
  coverage: number;
  /** Mean width, plus what misses cost. */
  intervalScore: number;
  /** Mean loss of the two limits and the middle. */
  pinball: number;
}

/**
 * Compares a central band of a coverage with values; a slot where one is NaN does not count. Nothing is modified.
 *
 * @param actual - shape [n], one a slot, as are lower, expected and upper
 * @returns finite numbers; without rows 0
 * @see Gneiting & Raftery (2007), section 6.2; Koenker & Bassett (1978). Twin: MeasureBand
 */
export function measureBand(
  actual: Float64Array,
  lower: Float64Array,
  expected: Float64Array,
  upper: Float64Array,
  coverage: number
): BandErrors {
  const tail = (1 - coverage) / 2;
  let [n, inside, score, loss] = [0, 0, 0, 0];
  for (let i = 0; i < actual.length; i++) {
    const y = actual[i];
    if (Number.isNaN(y) || Number.isNaN(lower[i]) || Number.isNaN(upper[i])) {
      continue;
    }
    n++;
    inside += y >= lower[i] && y <= upper[i] ? 1 : 0;
    const missed = Math.max(difference(lower[i], y), 0) + Math.max(difference(y, upper[i]), 0);
    score += difference(upper[i], lower[i]) + missed / tail;
    const below = pinball(difference(y, lower[i]), tail);
    const middle = pinball(difference(y, expected[i]), 0.5);
    loss += below + middle + pinball(difference(y, upper[i]), 1 - tail);
  }
  if (n === 0) {
    return { n, coverage: 0, intervalScore: 0, pinball: 0 };
  }
  return {
    n,
    coverage: inside / n,
    intervalScore: Math.min(score / n, Number.MAX_VALUE),
    pinball: Math.min(loss / n / 3, Number.MAX_VALUE),
  };
}
