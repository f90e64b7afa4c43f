/**
 * Outliers by distance from the group's median.
 * Twin: pkg/engine/outliers/mad.go. Numbers: spec/vectors/outliers.
 */
import { trailingMedian } from '../adapt/trailingMedian';
import { MAD_TO_NORMAL } from '../num/mad';
import { medianInPlace } from '../num/median';
import { Extent } from '../spec/spec';
import { bounded, limitAt, scoreOf } from './limit';
import { membersOf, valuesOf } from './spread';
import { Verdict } from './verdict';

/**
 * Takes the median of the last slots' medians as the expected value, and a multiple of the deviation as the limit.
 * The deviation joins that of the slots' medians and that of values from their slot's median, for each side, as
 * medians over the last slots. The band hardly moves, so it suits groups without a common rhythm.
 *
 * @param v - filled in
 * @see Leys et al. (2013) for the deviation; its two sides as in Rosenmai (2013)
 */
export function byDeviation(
  v: Verdict,
  values: Float64Array[],
  spreads: number,
  minWidth: Extent,
  points: number
): void {
  const slots = Array.from(v.expected, (_, slot) => valuesOf(membersOf(values, slot)));
  const medians = Float64Array.from(slots, (here) => medianInPlace(here.slice()));
  const sides = slots.map((here, slot) => sidesOf(here, medians[slot]));
  const { median: centers, distance: moves } = trailingMedian(medians, points);
  const below = trailingMedian(
    Float64Array.from(sides, ([lower]) => lower),
    points
  ).median;
  const above = trailingMedian(
    Float64Array.from(sides, ([, upper]) => upper),
    points
  ).median;
  for (let slot = 0; slot < slots.length; slot++) {
    if (Number.isNaN(medians[slot])) {
      continue;
    }
    const center = bounded(centers[slot]);
    const lower = limitAt(spreads, deviationOf(moves[slot], below[slot]), minWidth, center);
    const upper = limitAt(spreads, deviationOf(moves[slot], above[slot]), minWidth, center);
    v.expected[slot] = center;
    v.lower[slot] = bounded(center - lower);
    v.upper[slot] = bounded(center + upper);
    for (let series = 0; series < values.length; series++) {
      const x = values[series][slot];
      if (x < center) {
        v.scores[series][slot] = scoreOf(bounded(center - x), lower);
      } else if (x >= center) {
        v.scores[series][slot] = scoreOf(bounded(x - center), upper);
      }
    }
  }
}

/** The median distance of values below and above a slot's median, those on it being of both; NaN of none. */
function sidesOf(values: Float64Array, median: number): [number, number] {
  const lower = values.filter((x) => x <= median).map((x) => bounded(median - x));
  const upper = values.filter((x) => x >= median).map((x) => bounded(x - median));
  return [medianInPlace(lower), medianInPlace(upper)];
}

/**
 * Adds two median distances as independent ones, as a standard deviation. The larger one is drawn out so that no square
 * overflows.
 */
function deviationOf(a: number, b: number): number {
  const large = bounded(Math.max(a, b));
  if (large === 0) {
    return 0;
  }
  const share = Math.min(a, b) / large;
  return bounded(MAD_TO_NORMAL * large * Math.sqrt(1 + share * share));
}
