package clean

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Unit maps a series' values onto numbers near 1, and back. The stages after clean work
// in it, so that no square of theirs overflows and their constants fit every series. The
// factors are powers of two: scaling itself rounds nothing.
type Unit struct {
	Center float64 `json:"center"` // the median, times Pre
	Pre    float64 `json:"pre"`    // 1, or less where a difference of two values would overflow
	Scale  float64 `json:"scale"`  // the power of two nearest below the spread, times Pre
}

// Values whose exponent is this or more are scaled by preScale before any difference.
const (
	hugeExponent = 1019
	preScale     = 1.0 / 256
)

// A constant series has no spread: this share of its value stands in, so that any change
// beyond rounding is far outside. A series of zeros takes constantZero.
const (
	constantShare = 1.0 / (1 << 30)
	constantZero  = 1.0 / (1 << 40)
)

// far bounds a value in the unit: beyond, products of two could overflow.
const far = 1e150

// leastExponent of a unit: below, Scale itself would lose bits.
const leastExponent = -1070

// UnitOf returns the unit of values of shape [n ≥ 1], finite; they are not changed.
// The spread is the median absolute deviation, else the mean one, else a share of the value.
func UnitOf(values []float64) Unit {
	u := Unit{Pre: 1, Scale: 1}
	for _, v := range values {
		if v != 0 && num.Exponent(v) >= hugeExponent {
			u.Pre = preScale
		}
	}
	scaled := make([]float64, len(values))
	for i, v := range values {
		scaled[i] = num.Mul(v, u.Pre)
	}
	u.Center = num.Median(scaled)
	for i, v := range scaled {
		scaled[i] = math.Abs(v - u.Center)
	}
	u.Scale = num.Scale(1, max(num.Exponent(spreadOf(scaled, u.Center)), leastExponent))
	return u
}

// spreadOf reads the spread from absolute deviations, which it reorders; it is never 0.
func spreadOf(deviations []float64, center float64) float64 {
	n := float64(len(deviations))
	mean := 0.0
	for _, d := range deviations {
		mean += d / n
	}
	spread := num.MedianInPlace(deviations)
	if spread == 0 {
		spread = mean
	}
	if spread == 0 {
		spread = num.Mul(math.Abs(center), constantShare)
	}
	if spread == 0 {
		spread = constantZero
	}
	return spread
}

// To returns a value in the unit; NaN stays NaN.
func (u Unit) To(v float64) float64 {
	z := (num.Mul(v, u.Pre) - u.Center) / u.Scale
	if z > far {
		return far
	}
	if z < -far {
		return -far
	}
	return z
}

// From returns a number of the unit as a value of the series; finite if z is.
func (u Unit) From(z float64) float64 {
	v := (num.Mul(z, u.Scale) + u.Center) / u.Pre
	if v > math.MaxFloat64 {
		return math.MaxFloat64
	}
	if v < -math.MaxFloat64 {
		return -math.MaxFloat64
	}
	return v
}

// Length returns a difference of the unit as one of the series.
func (u Unit) Length(z float64) float64 {
	return min(num.Mul(z, u.Scale)/u.Pre, math.MaxFloat64)
}

// ToLength returns a difference ≥ 0 of the series as one of the unit.
func (u Unit) ToLength(v float64) float64 { return min(num.Mul(v, u.Pre)/u.Scale, far) }
