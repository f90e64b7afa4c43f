/**
 * How far into the future regressors are known.
 * Twin: pkg/engine/clean/known.go.
 */
import { Regressor, Series } from '../series';
import { order } from './order';
import { medianStep } from './step';

/**
 * The first instant of which a regressor says nothing any more: one of its own steps after its last sample, shifted by its
 * lag; undefined if it has none.
 *
 * @throws Fault `clean/bad-time`, `clean/unequal-lengths`
 */
export function knownUntil(regressor: Regressor, lagMs: number): number | undefined {
  const { timesMs, values } = order(samplesOf(regressor));
  for (let i = timesMs.length - 1; i >= 0; i--) {
    if (Number.isFinite(values[i])) {
      return timesMs[i] + medianStep(timesMs) + lagMs;
    }
  }
  return undefined;
}

/** The regressor's samples, those of a category as 0, or NaN where it has no label. */
function samplesOf(regressor: Regressor): Series {
  if (regressor.kind === 'number') {
    return regressor.series;
  }
  const { timesMs, labels } = regressor;
  return { timesMs, values: Float64Array.from(labels, (label) => (label === '' ? NaN : 0)) };
}
