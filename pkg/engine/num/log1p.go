package num

import "math"

const (
	sqrt2Minus1    = 4.14213562373095048802e-01
	sqrtHalfMinus1 = -2.92893218813452475599e-01
)

// Log1p returns log(1 + x) within 1 ulp, also where 1 + x rounds to 1.
//
// Special cases: Log1p(−1) = −Inf, Log1p(x < −1) = NaN, Log1p(NaN) = NaN,
// Log1p(+Inf) = +Inf, Log1p(±0) = ±0. Source: FDLIBM s_log1p. Twin: src/engine/num/log1p.ts.
func Log1p(x float64) float64 {
	switch {
	case x == -1:
		return math.Inf(-1)
	case !(x > -1):
		return math.NaN()
	case x > math.MaxFloat64:
		return x
	case math.Abs(x) < 0x1p-54:
		return x
	case x > sqrtHalfMinus1 && x < sqrt2Minus1:
		return logOf(x, 0, 0)
	}
	u := 1 + x
	lost := x - (u - 1) // what rounding took from 1 + x
	if x > 1 {
		lost = 1 - (u - x)
	}
	return logOfProduct(u, lost/u)
}
