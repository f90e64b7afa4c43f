/**
 * Trees for both tails of a history's deviations.
 * Twin: pkg/engine/band/quantiles.go.
 */
import { Deviations } from '../adapt/trail';
import { Matrix } from '../features/matrix';
import { median } from '../num/median';
import { answerOf, Ensemble } from '../tree/ensemble';
import type { Band } from './band';
import { Interval } from './interval';
import { normalQuantile } from './normalQuantile';

/**
 * Trees for both tails of the normalised deviations: how far these go may depend on whatever a boosted model asks for.
 * Part of a model, hence plain data.
 */
export interface Quantiles {
  lower: Ensemble;
  upper: Ensemble;
  /** Of `upper`; `lower`'s is the rest to 1. */
  level: number;
  /** A limit that the spec states begins from so many times the quantiles. */
  stated: number;
}

/** What the quantiles say of slots, all of shape [n]; empty without quantiles. */
export interface Tails {
  /** By what the scale is multiplied: how far apart the quantiles are, in that of a normal tail. */
  width: Float64Array;
  // How far they lie below and above the expected value, in the scale so multiplied.
  below: Float64Array;
  above: Float64Array;
}

export const NO_TAILS: Tails = { width: new Float64Array(0), below: new Float64Array(0), above: new Float64Array(0) };

/** What the quantiles say of the rows of x, shape [n × features]. Nothing is modified. Twin: Quantiles.At. */
export function tailsAt({ lower, upper, level }: Quantiles, { data, rows }: Matrix): Tails {
  const of = (ensemble: Ensemble) => Float64Array.from({ length: rows }, (_, i) => answerOf(ensemble, data, rows, i));
  return tailsOf(of(lower), of(upper), level);
}

/** Keeps trees that have seen few points from making a band of nothing. */
const LEAST_WIDTH = 0.2;

/**
 * Puts two quantiles of normalised deviations into tails: where they cross, they change places. Nothing is modified.
 * Twin: TailsOf.
 *
 * @param lower - shape [n], finite, as `upper`
 * @param level - upper's, above 1/2
 * @see Chernozhukov, Fernández-Val & Galichon (2010) for the order
 */
export function tailsOf(lower: Float64Array, upper: Float64Array, level: number): Tails {
  const n = lower.length;
  const normal = normalQuantile(level);
  const tails = { width: new Float64Array(n), below: new Float64Array(n), above: new Float64Array(n) };
  for (let i = 0; i < n; i++) {
    const low = Math.min(lower[i], upper[i]);
    const high = Math.max(lower[i], upper[i]);
    tails.width[i] = Math.max((0.5 * (high - low)) / normal, LEAST_WIDTH);
    tails.below[i] = -low / tails.width[i];
    tails.above[i] = high / tails.width[i];
  }
  return tails;
}

/** The deviations with the scale that the quantiles give; they are not modified. Twin: Tails.Widen. */
export function widenBy({ width }: Tails, deviations: Deviations): Deviations {
  return width.length === 0 ? deviations : { ...deviations, scale: deviations.scale.map((s, i) => s * width[i]) };
}

/** How far an interval that begins from so many times the quantiles reaches around what is expected of slot i, in scales. */
function around({ below, above }: Tails, i: number, { lower, upper }: Interval, times: number): Interval {
  return { lower: Math.max(0, times * below[i] + lower), upper: Math.max(0, times * above[i] + upper) };
}

/** How far the core reaches below and above what is expected of slot i, in scales. Twin: Band.CoreAt. */
export function coreAt({ quantiles, core }: Band, tails: Tails, i: number): Interval {
  return quantiles === undefined ? core : around(tails, i, core, 1);
}

/** coreAt for 99 %. Twin: Band.WideAt. */
export function wideAt({ quantiles, wide }: Band, tails: Tails, i: number): Interval {
  return quantiles === undefined ? wide : around(tails, i, wide, 1);
}

/**
 * Keeps the limit of a history without residuals away from the expected value, by one of its spreads, which is then no more
 * than rounding.
 */
export const MIN_STATED = 1;

/** coreAt for the limit that the spec states, `band.stated`; never inside the core. Twin: Band.StatedAt. */
export function statedAt(band: Band, tails: Tails, i: number, stated: Interval): Interval {
  if (band.quantiles === undefined) {
    return stated;
  }
  const core = coreAt(band, tails, i);
  const limit = around(tails, i, stated, band.quantiles.stated);
  return {
    lower: Math.max(limit.lower, core.lower, MIN_STATED),
    upper: Math.max(limit.upper, core.upper, MIN_STATED),
  };
}

/** The middle core of the slots, of which there is one at least. Twin: Band.TypicalCore. */
export function typicalCore({ quantiles, core }: Band, { below, above }: Tails): Interval {
  return quantiles === undefined
    ? core
    : { lower: Math.max(0, median(below) + core.lower), upper: Math.max(0, median(above) + core.upper) };
}

/** The share of normalised deviations, shape [n], NaN where missing, that the core holds. Twin: Band.Coverage. */
export function coverageOf(band: Band, tails: Tails, z: Float64Array): number {
  let [n, inside] = [0, 0];
  z.forEach((v, i) => {
    if (!Number.isNaN(v)) {
      const { lower, upper } = coreAt(band, tails, i);
      n++;
      inside += v >= -lower && v <= upper ? 1 : 0;
    }
  });
  return inside / n;
}
