/**
 * The values of a slot and their spread.
 * Twin: pkg/engine/outliers/spread.go.
 */
import { MAD_TO_NORMAL } from '../num/mad';
import { medianInPlace } from '../num/median';
import { bounded } from './limit';

/** The least number of series with a value for one to be an outlier. */
const MIN_SERIES = 3;

/** One series' value in a slot. */
export interface Member {
  value: number;
  series: number;
}

/** The values of a slot in ascending order; none if fewer than MIN_SERIES have one. */
export function membersOf(values: Float64Array[], slot: number): Member[] {
  const members: Member[] = [];
  for (let series = 0; series < values.length; series++) {
    const value = values[series][slot] + 0; // −0 + 0 is 0
    if (!Number.isNaN(value)) {
      members.push({ value, series });
    }
  }
  if (members.length < MIN_SERIES) {
    return [];
  }
  return members.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : a.series - b.series));
}

/** The values of members, in their order. */
export function valuesOf(members: Member[]): Float64Array {
  return Float64Array.from(members, ({ value }) => value);
}

/**
 * Corrects the median absolute deviation of 2 … 9 values, which on average is too small.
 * Source: Croux & Rousseeuw (1992), table 1.
 */
const SMALL_SAMPLE = [0, 0, 1.196, 1.495, 1.363, 1.206, 1.2, 1.14, 1.129, 1.107];

/** The standard deviation that a normal slot with these deviations from its median would have; it reorders them. */
export function spreadOf(deviations: Float64Array): number {
  const n = deviations.length;
  const correction = n < SMALL_SAMPLE.length ? SMALL_SAMPLE[n] : n / (n - 0.8);
  return bounded(MAD_TO_NORMAL * correction * medianInPlace(deviations));
}

/** How far members are from a center, in their order. */
export function deviationsFrom(center: number, members: Member[]): Float64Array {
  return Float64Array.from(members, ({ value }) => bounded(Math.abs(value - center)));
}
