package clean

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Normalisation maps a series' values onto numbers near 1, and back. The stages after clean work
// in it, so that no square of theirs overflows and their constants fit every series. The
// factors are powers of two: scaling itself rounds nothing.
type Normalisation struct {
	Center float64 `json:"center"` // the median, times Pre
	Pre    float64 `json:"pre"`    // 1, or less where a difference of two values would overflow
	Scale  float64 `json:"scale"`  // the power of two nearest below the spread, times Pre

	Transform Transform `json:"transform"` // comes first
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

// minExponent of a unit: below, Scale itself would lose bits.
const minExponent = -1070

// NormalisationOf returns the unit of values of shape [n ≥ 1], finite, once they are bent by a
// transform; they are not changed.
// The spread is the median absolute deviation, else the mean one, else a share of the
// value; deviations that may be rounding are none.
func NormalisationOf(values []float64, t Transform) Normalisation {
	u := Normalisation{Pre: 1, Scale: 1, Transform: t}
	if t.Kind != TransformNone {
		bent := make([]float64, len(values))
		for i, v := range values {
			bent[i] = t.To(v)
		}
		values = bent
	}
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
		scaled[i] = math.Abs(u.off(v))
	}
	u.Scale = num.Scale(1, max(num.Exponent(spreadOf(scaled, u.Center)), minExponent))
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

// off is the difference of a bent value, times Pre, from the center: none if it may be
// rounding.
func (u Normalisation) off(v float64) float64 {
	d := v - u.Center
	if math.Abs(d) <= num.Mul(math.Abs(u.Center), num.Rounding) {
		return 0
	}
	return d
}

// To returns a value in the unit; NaN stays NaN.
func (u Normalisation) Normalise(v float64) float64 {
	z := u.off(num.Mul(u.Transform.To(v), u.Pre)) / u.Scale
	if z > far {
		return far
	}
	if z < -far {
		return -far
	}
	return z
}

// From returns a number of the unit as a value of the series; finite if z is.
func (u Normalisation) Denormalise(z float64) float64 {
	return u.Transform.From((num.Mul(z, u.Scale) + u.Center) / u.Pre)
}

// Length returns a difference of the unit as one of the series; where values are bent, as
// one from the median up.
func (u Normalisation) DenormaliseLength(z float64) float64 {
	if u.Transform.Kind != TransformNone {
		return min(u.Denormalise(z)-u.Denormalise(0), math.MaxFloat64)
	}
	return min(num.Mul(z, u.Scale)/u.Pre, math.MaxFloat64)
}

// ToLengths returns a difference ≥ 0 of the series, from z down and up, as ones of the unit.
func (u Normalisation) NormaliseLengths(v, z float64) (down, up float64) {
	if u.Transform.Kind != TransformNone {
		at := u.Denormalise(z)
		return max(z-u.Normalise(max(at-v, -math.MaxFloat64)), 0), max(u.Normalise(min(at+v, math.MaxFloat64))-z, 0)
	}
	length := min(num.Mul(v, u.Pre)/u.Scale, far)
	return length, length
}

// minRun: over a shorter way rounding would decide a slope.
const minRun = 1.0 / (1 << 20)

// Slope returns the series' change for a change of one of the unit, on the way from z to to.
func (u Normalisation) Slope(z, to float64) float64 {
	if u.Transform.Kind == TransformNone {
		return u.Scale / u.Pre
	}
	if math.Abs(to-z) < minRun {
		to = z + minRun
	}
	if to == z { // a z so large that the run vanishes beside it
		to = z + num.Mul(math.Abs(z), minRun)
	}
	return (u.Denormalise(to) - u.Denormalise(z)) / (to - z)
}
