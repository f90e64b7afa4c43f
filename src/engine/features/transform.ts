/**
 * Chooses how a history's values are bent.
 * Twin: pkg/engine/features/transform.go.
 */
import { bend, Transform } from '../clean/transform';
import { exponent, scale } from '../num/bits';
import { medianInPlace } from '../num/median';
import { extent } from '../num/minmax';
import { quantileSorted } from '../num/quantileSorted';
import { sort } from '../num/sort';
import { Spec } from '../spec/spec';
import { binMedians } from './bins';
import { Calendar } from './calendar';

/**
 * auto takes log1p for values that are above zero and whose largest deviations from their hour's median are MIN_SKEW times
 * as far above as below, if that halves the skew's logarithm: then it is a product of many causes, such as a latency.
 */
const MIN_SKEW = 1.5;

/**
 * The transform of the spec for a history.
 *
 * @param calendar - shape [n], n ≥ 1; not modified
 * @param values - shape [n], finite; not modified
 */
export function transformOf(calendar: Calendar, values: Float64Array, spec: Spec): Transform {
  const none: Transform = { kind: 'none', size: 1, low: 0, high: 0 };
  const { lowerBound = 0, upperBound = 0 } = spec.band;
  switch (spec.transform) {
    case 'log1p':
      return log1pOf(values);
    case 'logit':
      return { kind: 'logit', size: 1, low: lowerBound, high: upperBound };
    case 'auto':
      return isProduct(calendar, values) ? log1pOf(values) : none;
  }
  return none;
}

function isProduct(calendar: Calendar, values: Float64Array): boolean {
  const raw = skew(calendar, values);
  if (extent(values).least <= 0 || !(raw > MIN_SKEW)) {
    return false;
  }
  const bent = log1pOf(values);
  const left = skew(
    calendar,
    values.map((v) => bend(bent, v))
  );
  return left * left * raw > 1 && left * left < raw;
}

/** Takes the power of two nearest below the median size of values for one; where most are zero, below their mean size. */
function log1pOf(values: Float64Array): Transform {
  const sizes = values.map(Math.abs);
  let mean = 0;
  for (let i = 0; i < sizes.length; i++) {
    mean += sizes[i] / sizes.length;
  }
  const typical = medianInPlace(sizes) || mean;
  return { kind: 'log1p', size: typical > 0 ? scale(1, exponent(typical)) : 1, low: 0, high: 0 };
}

const HOUR_MS = 3_600_000;

/**
 * How many times as far above the median as below it the 99 % and 1 % quantiles of deviations from the medians of hours are,
 * weekends apart.
 */
function skew({ dayMs, weekend }: Calendar, values: Float64Array): number {
  const hour = Int32Array.from(dayMs, (ms, i) => Math.floor(ms / HOUR_MS) + 24 * weekend[i]);
  const { medians } = binMedians(hour, values, 48);
  const sorted = sort(values.map((v, i) => v - medians[hour[i]]));
  const [low, middle, high] = [0.01, 0.5, 0.99].map((p) => quantileSorted(sorted, p));
  return (high - middle) / (middle - low);
}
