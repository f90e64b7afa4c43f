package num

import "math"

// MADToNormal makes the median absolute deviation of a normal distribution its standard
// deviation: 1/Φ⁻¹(3/4).
const MADToNormal = 1.4826

// MAD returns the median absolute deviation from the median, as a standard deviation;
// NaN of no values. values is not changed.
func MAD(values []float64) float64 {
	deviations := append([]float64(nil), values...)
	center := MedianInPlace(deviations)
	for i, v := range values {
		deviations[i] = math.Abs(v - center)
	}
	return Mul(MADToNormal, MedianInPlace(deviations))
}
