/**
 * Makes a model of a new series from the others of its query: their common shape, rescaled to its own level and
 * spread.
 * Stage: fit → **pooled** → band. Twin: pkg/engine/pooled/pooled.go. Numbers: spec/vectors/pooled.
 */
import { mad } from '../num/mad';
import { mean } from '../num/mean';
import { median, medianInPlace } from '../num/median';

/** What series have in common once each is put on its own level and spread. */
export interface Common {
  /** Shape [series][slots]; NaN where missing. */
  normalised: Float64Array[];
  /** Shape [slots]: the median series; NaN where none has a value. */
  typical: Float64Array;
  /** Whether spreads go with levels. */
  relative: boolean;
  /** The typical one, as a share of the level or in the series' unit; 0: unknown. */
  spread: number;
}

/** Bounds a normalised value. */
const MAX_NORMALISED = 1e6;

/** Keeps a level from a shape that almost cancels it. */
const MIN_SHARE = 0.1;

/**
 * Compares series. Twin: Find.
 *
 * @param values - shape [series][slots], one series at least, NaN where missing, each series with a value; not modified
 */
export function findCommon(values: Float64Array[]): Common {
  const places = values.map(placeOf);
  const normalised = values.map((row, i) => row.map((v) => normalise(v - places[i].level, places[i].spread)));
  const typical = values[0].map((_, slot) => medianInPlace(present(Float64Array.from(normalised, (row) => row[slot]))));
  const spreads = Float64Array.from(places, ({ spread }) => spread);
  const ratios = Float64Array.from(places, ({ level, spread }) => spread / Math.abs(level));
  const relative = dispersion(ratios) <= dispersion(spreads);
  const spread = median(relative ? ratios : spreads);
  return { normalised, typical, relative, spread: spread > 0 && spread <= Number.MAX_VALUE ? spread : 0 };
}

/**
 * The median of a series and the median distance from it, as a standard deviation, or, where more than half of the values
 * are equal, the mean distance.
 */
function placeOf(row: Float64Array): { level: number; spread: number } {
  const observed = present(row);
  const level = median(observed);
  const spread = mad(observed);
  return { level, spread: spread > 0 ? spread : mean(observed.map((v) => Math.abs(v - level))) };
}

function present(values: Float64Array): Float64Array {
  return values.filter((v) => !Number.isNaN(v));
}

/** A difference in spreads; all are 0 of a series without one. */
function normalise(difference: number, spread: number): number {
  if (spread === 0 && difference === 0) {
    return 0;
  }
  return Math.min(Math.max(difference / spread, -MAX_NORMALISED), MAX_NORMALISED);
}

/** How unlike values ≥ 0 are, as a share of their median; ∞ where one is unbounded or the median is 0. */
function dispersion(values: Float64Array): number {
  if (values.some((v) => !(v <= Number.MAX_VALUE))) {
    return Infinity;
  }
  const middle = median(values);
  return middle > 0 ? mad(values) / middle : Infinity;
}

/**
 * The level and the spread with which the common shape fits a series' own values best. Nothing is
 * modified. Twin: Place.
 *
 * @param values - shape [n ≥ 1], finite
 * @param shape - shape [n], finite
 */
export function placeIn(
  common: Pick<Common, 'relative' | 'spread'>,
  values: Float64Array,
  shape: Float64Array
): { level: number; spread: number } {
  const { relative, spread } = common;
  const sign = median(values) < 0 ? -1 : 1;
  const level = medianInPlace(
    values.map((v, i) => {
      const away = spread * shape[i];
      return relative ? v / Math.max(1 + sign * away, MIN_SHARE) : v - away;
    })
  );
  return { level, spread: relative ? spread * Math.abs(level) : spread };
}
