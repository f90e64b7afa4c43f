/**
 * Measures how the error of a forecast grows with its horizon.
 * Stage: band → **forecast** → frames. Twin: pkg/engine/forecast/growth.go. Numbers: spec/vectors/forecast.
 */
import { deviationAt, Deviations } from '../adapt/localLevel';
import { Interval } from '../band/interval';
import { quantileSorted } from '../num/quantileSorted';

/** How many times as wide the band of a slot is that lies so many slots ahead. Both have shape [n]. */
export interface Growth {
  /** Slots, ascending from 1. */
  ahead: number[];
  /** ≥ 1, never falling. */
  factor: number[];
}

/** Past forecasts that are needed to say how wide those so far ahead must be. */
const MIN_ORIGINS = 24;

// The interval must hold about its share of forecasts one slot ahead, so their distance is near 1; where most values are equal it
// may be 0. MAX_FACTOR keeps widths finite.
const MIN_FIRST = 0.5;
const MAX_FACTOR = 1e6;

/**
 * Measures forecasts that could have been made from every slot on. Each keeps the level and the scale of its origin, as a
 * real one must. The distance that a share `coverage` of them keeps within, in interval widths, is compared with that of forecasts one
 * slot ahead, for which the interval was made, at 1, 2, 4 … slots ahead. Nothing is modified. Twin: Learn.
 *
 * @param d - deviations from a model that had seen nothing from slot `from` on
 * @param most - slots ahead
 */
export function learnGrowth(d: Deviations, from: number, interval: Interval, coverage: number, most: number): Growth {
  const growth: Growth = { ahead: [], factor: [] };
  let [least, first] = [1, 0];
  for (let ahead = 1; ahead <= most; ahead *= 2) {
    const distances = distancesAhead(d, from, interval, ahead);
    if (distances.length < MIN_ORIGINS) {
      break;
    }
    const reach = quantileSorted(distances.sort(), coverage);
    first = ahead === 1 ? Math.max(reach, MIN_FIRST) : first;
    least = Math.min(Math.max(least, reach / first), MAX_FACTOR);
    growth.ahead.push(ahead);
    growth.factor.push(least);
  }
  return growth;
}

/** How far values were, in interval widths, from forecasts so many slots ahead. */
function distancesAhead(d: Deviations, from: number, interval: Interval, ahead: number): Float64Array {
  const [lower, upper] = sides(interval);
  const out = new Float64Array(Math.max(0, d.residuals.length - from - ahead + 1));
  let n = 0;
  for (let now = from; now + ahead <= d.residuals.length; now++) {
    const z = deviationAt(d, now + ahead - 1, now);
    if (z === 0) {
      out[n++] = 0;
    } else if (z < 0) {
      out[n++] = Math.min(-z / lower, MAX_FACTOR);
    } else if (z > 0) {
      out[n++] = Math.min(z / upper, MAX_FACTOR);
    }
  }
  return out.subarray(0, n);
}

/** The interval's two sides, neither less than a quarter of its width: growth has no side, and an interval may. */
function sides(interval: Interval): [number, number] {
  const quarter = 0.25 * (interval.lower + interval.upper);
  return [Math.max(interval.lower, quarter), Math.max(interval.upper, quarter)];
}

/**
 * The factor so many slots ahead: on the line between two that were measured, beyond them with the variance growing on as it
 * last did. Without any it grows as a random walk that doubles its variance in `memory` slots. Twin: Growth.At.
 */
export function growthAt({ ahead: measured, factor }: Growth, ahead: number, memory: number): number {
  const n = measured.length;
  if (n === 0) {
    return Math.sqrt(1 + ahead / memory);
  }
  for (let i = 0; i < n; i++) {
    if (ahead === measured[i]) {
      return factor[i];
    }
    if (ahead < measured[i]) {
      const share = (ahead - measured[i - 1]) / (measured[i] - measured[i - 1]);
      return factor[i - 1] + share * (factor[i] - factor[i - 1]);
    }
  }
  if (n === 1) {
    return factor[0];
  }
  const last = factor[n - 1] * factor[n - 1];
  const slope = (last - factor[n - 2] * factor[n - 2]) / (measured[n - 1] - measured[n - 2]);
  return Math.sqrt(last + slope * (ahead - measured[n - 1]));
}
