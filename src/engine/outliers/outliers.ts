/**
 * Finds the series of a group that deviate from the others, slot by slot.
 * Stage: clean → **outliers** → frames. Twin: pkg/engine/outliers. Numbers: spec/vectors/outliers.
 */
import { pow } from '../num/pow';
import { Extent, Spec } from '../spec/spec';
import { byDensity } from './dbscan';
import { byDeviation } from './mad';
import { Verdict } from './verdict';

/**
 * Compares the series of a group. What comes after a slot changes nothing in it. Twin: Judge.
 *
 * @param values - shape [series][slots], NaN where missing; not modified
 * @param outliers - of the spec
 * @param minWidth - the least distance of the limit from the normal value
 * @param points - how many slots are remembered, ≥ 1
 */
export function judgeGroup(
  values: Float64Array[],
  outliers: Spec['outliers'],
  minWidth: Extent,
  points: number
): Verdict {
  const { method, sensitivity } = outliers;
  const slots = values.length === 0 ? 0 : values[0].length;
  const verdict = {
    expected: missing(slots),
    lower: missing(slots),
    upper: missing(slots),
    scores: values.map(() => missing(slots)),
  };
  if (method === 'mad') {
    byDeviation(verdict, values, madLimit(sensitivity), minWidth, points);
  } else {
    byDensity(verdict, values, dbscanLimit(sensitivity), minWidth, points);
  }
  return verdict;
}

// The limit in spreads of the group, from sensitivity 0 to 1: 24 to 1.5 from the cluster, 8 to 2 from the median, each halved
// by equal parts of the way.
const dbscanLimit = (sensitivity: number) => 24 * pow(2, -4 * sensitivity);
const madLimit = (sensitivity: number) => 8 * pow(2, -2 * sensitivity);

function missing(n: number): Float64Array {
  return new Float64Array(n).fill(NaN);
}
