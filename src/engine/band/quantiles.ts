/**
 * Trees for both conditional quantiles of a history's deviations.
 * Twin: pkg/engine/band/quantiles.go.
 */
import { Deviations } from '../adapt/localLevel';
import { Matrix } from '../features/matrix';
import { median } from '../num/median';
import { answerOf, Ensemble } from '../tree/ensemble';
import type { ErrorModel } from './band';
import { Interval } from './interval';
import { normalQuantile } from './normalQuantile';

/**
 * Trees for both conditional quantiles of the normalised deviations. The trees use all features of a boosted model.
 * Part of a model, hence plain data.
 */
export interface Quantiles {
  lower: Ensemble;
  upper: Ensemble;
  /** Of `upper`; `lower`'s is 1 − level. */
  level: number;
  /** The multiple of the quantiles to which the stated limit is added. */
  stated: number;
}

/** The predictions of the quantiles' trees, all of shape [n]; empty without quantiles. */
export interface ConditionalQuantiles {
  /** Factor on the scale: the distance of the quantiles, divided by that of a normal distribution. */
  width: Float64Array;
  // How far they lie below and above the expected value, in the scale so multiplied.
  below: Float64Array;
  above: Float64Array;
}

export const NO_QUANTILES: ConditionalQuantiles = {
  width: new Float64Array(0),
  below: new Float64Array(0),
  above: new Float64Array(0),
};

/** Predicts the quantiles of the rows of x, shape [n × features]. Nothing is modified. Twin: Quantiles.At. */
export function conditionalAt({ lower, upper, level }: Quantiles, { data, rows }: Matrix): ConditionalQuantiles {
  const of = (ensemble: Ensemble) => Float64Array.from({ length: rows }, (_, i) => answerOf(ensemble, data, rows, i));
  return conditionalOf(of(lower), of(upper), level);
}

/** Prevents an interval of width 0 from trees that were trained on few points. */
const MIN_WIDTH = 0.2;

/**
 * Puts two quantiles of normalised deviations into conditional quantiles: where they cross, they change places. Nothing is modified.
 * Twin: ConditionalOf.
 *
 * @param lower - shape [n], finite, as `upper`
 * @param level - upper's, above 1/2
 * @see Chernozhukov, Fernández-Val & Galichon (2010) for the order
 */
export function conditionalOf(lower: Float64Array, upper: Float64Array, level: number): ConditionalQuantiles {
  const n = lower.length;
  const normal = normalQuantile(level);
  const conditional = { width: new Float64Array(n), below: new Float64Array(n), above: new Float64Array(n) };
  for (let i = 0; i < n; i++) {
    const low = Math.min(lower[i], upper[i]);
    const high = Math.max(lower[i], upper[i]);
    conditional.width[i] = Math.max((0.5 * (high - low)) / normal, MIN_WIDTH);
    conditional.below[i] = -low / conditional.width[i];
    conditional.above[i] = high / conditional.width[i];
  }
  return conditional;
}

/** The deviations with the scale that the quantiles give; they are not modified. Twin: ConditionalQuantiles.Widen. */
export function widenBy({ width }: ConditionalQuantiles, deviations: Deviations): Deviations {
  return width.length === 0 ? deviations : { ...deviations, scale: deviations.scale.map((s, i) => s * width[i]) };
}

/** The reach around the expected value of slot i, in scales, of an interval added to a multiple of the quantiles. */
function around(
  { below, above }: ConditionalQuantiles,
  i: number,
  { lower, upper }: Interval,
  times: number
): Interval {
  return { lower: Math.max(0, times * below[i] + lower), upper: Math.max(0, times * above[i] + upper) };
}

/** The reach of the interval below and above the expected value of slot i, in scales. Twin: ErrorModel.IntervalAt. */
export function intervalAt(
  { quantiles, interval }: ErrorModel,
  conditional: ConditionalQuantiles,
  i: number
): Interval {
  return quantiles === undefined ? interval : around(conditional, i, interval, 1);
}

/** intervalAt for 99 %. Twin: ErrorModel.Interval99At. */
export function interval99At(
  { quantiles, interval99 }: ErrorModel,
  conditional: ConditionalQuantiles,
  i: number
): Interval {
  return quantiles === undefined ? interval99 : around(conditional, i, interval99, 1);
}

/**
 * Keeps the limit of a history without residuals away from the expected value, by one of its spreads, which is then no more
 * than rounding.
 */
export const MIN_STATED = 1;

/** intervalAt for the limit that the spec states, `band.stated`; never inside the interval. Twin: ErrorModel.StatedAt. */
export function statedAt(band: ErrorModel, conditional: ConditionalQuantiles, i: number, stated: Interval): Interval {
  if (band.quantiles === undefined) {
    return stated;
  }
  const interval = intervalAt(band, conditional, i);
  const limit = around(conditional, i, stated, band.quantiles.stated);
  return {
    lower: Math.max(limit.lower, interval.lower, MIN_STATED),
    upper: Math.max(limit.upper, interval.upper, MIN_STATED),
  };
}

/** The middle interval of the slots, of which there is one at least. Twin: ErrorModel.TypicalInterval. */
export function typicalInterval({ quantiles, interval }: ErrorModel, { below, above }: ConditionalQuantiles): Interval {
  return quantiles === undefined
    ? interval
    : { lower: Math.max(0, median(below) + interval.lower), upper: Math.max(0, median(above) + interval.upper) };
}

/** The share of normalised deviations, shape [n], NaN where missing, that the interval holds. Twin: ErrorModel.Coverage. */
export function coverageOf(band: ErrorModel, conditional: ConditionalQuantiles, z: Float64Array): number {
  let [n, inside] = [0, 0];
  z.forEach((v, i) => {
    if (!Number.isNaN(v)) {
      const { lower, upper } = intervalAt(band, conditional, i);
      n++;
      inside += v >= -lower && v <= upper ? 1 : 0;
    }
  });
  return inside / n;
}
