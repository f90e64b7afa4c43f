/**
 * The median absolute deviation.
 * Twin: pkg/engine/num/mad.go. Numbers: spec/vectors/num/mad.json.
 */
import { medianInPlace } from './median';

/** Makes the median absolute deviation of a normal distribution its standard deviation: 1/Φ⁻¹(3/4). */
export const MAD_TO_NORMAL = 1.4826;

/** The median absolute deviation from the median, as a standard deviation; NaN of no values. Nothing is modified. */
export function mad(values: Float64Array): number {
  const deviations = values.slice();
  const center = medianInPlace(deviations);
  for (let i = 0; i < deviations.length; i++) {
    deviations[i] = Math.abs(values[i] - center);
  }
  return MAD_TO_NORMAL * medianInPlace(deviations);
}
