package num

import "math"

// Tanh returns the hyperbolic tangent of x within 2 ulp.
//
// Special cases: Tanh(NaN) = NaN, Tanh(±Inf) = ±1, Tanh(±0) = ±0.
// Source: FDLIBM s_tanh. Twin: src/engine/num/tanh.ts.
func Tanh(x float64) float64 {
	if x != x {
		return math.NaN()
	}
	a := math.Abs(x)
	z := 1.0
	switch {
	case a < 0x1p-55:
		return x
	case a < 1:
		t := Expm1(Mul(-2, a))
		z = -t / (t + 2)
	case a < 22: // beyond, 1 − tanh is under half an ulp
		t := Expm1(Mul(2, a))
		z = 1 - 2/(t+2)
	}
	if x < 0 {
		return -z
	}
	return z
}
