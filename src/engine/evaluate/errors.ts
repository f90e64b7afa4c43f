/**
 * Measures the errors of a model on training data and on held-out data.
 * Stage: detect → **evaluate**. Twin: pkg/engine/evaluate/errors.go. Numbers: spec/vectors/evaluate.
 */
import { extent } from '../num/minmax';

/** Errors of expected values. Lengths are in the series' unit. */
export interface Errors {
  /** Rows with a value and an expected value. */
  n: number;
  /** Mean squared error, in the unit's square. */
  mse: number;
  /** Mean absolute error. */
  mae: number;
  /** Share of the variance explained; null where the values do not vary. */
  r2: number | null;
  /** mae over that of the value a season before; null where that is 0. */
  mase: number | null;
}

/**
 * Compares expected values with actual ones; a slot where either is NaN does not count. Nothing is modified.
 *
 * @param actual - shape [n], one a slot
 * @param expected - shape [n]
 * @param lag - the season of the naive forecast, in slots
 * @returns finite numbers; without rows 0 and null
 * @see Hyndman & Koehler (2006) for MASE. Twin: Measure
 */
export function measure(actual: Float64Array, expected: Float64Array, lag: number): Errors {
  const held = { residuals: new Float64Array(actual.length), values: new Float64Array(actual.length) };
  let n = 0;
  for (let i = 0; i < actual.length; i++) {
    const residual = difference(actual[i], expected[i]);
    if (!Number.isNaN(residual)) {
      held.residuals[n] = residual;
      held.values[n++] = actual[i];
    }
  }
  const [residuals, values] = [held.residuals.subarray(0, n), held.values.subarray(0, n)];
  if (n === 0) {
    return { n, mse: 0, mae: 0, r2: null, mase: null };
  }
  const rms = rootMeanSquare(residuals);
  const mae = meanSize(residuals);
  const spread = rootMeanSquare(centered(values));
  const share = rms / spread;
  const { least, greatest } = extent(values); // of equal values the spread is rounding
  const naive = naiveError(actual, lag);
  return {
    n,
    mse: Math.min(rms * rms, Number.MAX_VALUE),
    mae,
    r2: least < greatest && spread > 0 ? Math.max(1 - share * share, -Number.MAX_VALUE) : null,
    mase: naive > 0 ? Math.min(mae / naive, Number.MAX_VALUE) : null,
  };
}

/** y − x, bounded where it would overflow; NaN of NaN. */
export function difference(y: number, x: number): number {
  return Math.min(Math.max(y - x, -Number.MAX_VALUE), Number.MAX_VALUE);
}

/** Scales by the largest size first, so that no square overflows or vanishes. */
function rootMeanSquare(r: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < r.length; i++) {
    largest = Math.max(largest, Math.abs(r[i]));
  }
  if (largest === 0) {
    return 0;
  }
  let total = 0;
  for (let i = 0; i < r.length; i++) {
    const share = r[i] / largest;
    total += share * share;
  }
  return largest * Math.sqrt(total / r.length);
}

function meanSize(r: Float64Array): number {
  let total = 0;
  for (let i = 0; i < r.length; i++) {
    total += Math.abs(r[i]) / r.length;
  }
  return Math.min(total, Number.MAX_VALUE);
}

function centered(values: Float64Array): Float64Array {
  let mean = 0;
  for (let i = 0; i < values.length; i++) {
    mean += values[i] / values.length;
  }
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = difference(values[i], mean);
  }
  return out;
}

/**
 * The mean absolute error of the value `lag` slots before; of the one before where the series is shorter than two
 * seasons.
 */
function naiveError(actual: Float64Array, lag: number): number {
  const back = lag < 1 || actual.length <= 2 * lag ? 1 : lag;
  const errors = new Float64Array(actual.length);
  let n = 0;
  for (let i = back; i < actual.length; i++) {
    const error = difference(actual[i], actual[i - back]);
    if (!Number.isNaN(error)) {
      errors[n++] = error;
    }
  }
  return meanSize(errors.subarray(0, n));
}
