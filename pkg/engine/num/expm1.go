package num

import "math"

const (
	expm1Saturated = 3.88162421113569373274e+01 // 56·ln2, 0x4043687A 9F1AF2B1

	expm1Q1 = -3.33333333333331316428e-02 // 0xBFA11111 111110F4
	expm1Q2 = 1.58730158725481460165e-03  // 0x3F5A01A0 19FE5585
	expm1Q3 = -7.93650757867487942473e-05 // 0xBF14CE19 9EAADBB7
	expm1Q4 = 4.00821782732936239552e-06  // 0x3ED0CFCA 86E65239
	expm1Q5 = -2.01099218183624371326e-07 // 0xBE8AFDB7 6E09C32D
)

// Expm1 returns e^x − 1 within 1 ulp, also where e^x is near 1. It undoes Log1p.
//
// Special cases: Expm1(NaN) = NaN, Expm1(+Inf) = +Inf, Expm1(−Inf) = −1, Expm1(±0) = ±0.
// Source: FDLIBM s_expm1. Twin: src/engine/num/expm1.ts.
func Expm1(x float64) float64 {
	switch {
	case x != x:
		return math.NaN()
	case x > expOverflow:
		return math.Inf(1)
	case x < -expm1Saturated:
		return -1
	case math.Abs(x) < 0x1p-54:
		return x
	}
	k := math.Floor(Mul(invLn2, x) + 0.5)
	hi := x - Mul(k, ln2Hi)
	lo := Mul(k, ln2Lo)
	r := hi - lo
	c := (hi - r) - lo // what rounding took from r
	half := Mul(0.5, r)
	h := Mul(r, half)
	r1 := 1 + Mul(h, expm1Q1+Mul(h, expm1Q2+Mul(h, expm1Q3+Mul(h, expm1Q4+Mul(h, expm1Q5)))))
	t := 3 - Mul(r1, half)
	e := Mul(h, (r1-t)/(6-Mul(r, t)))
	if k == 0 {
		return r - (Mul(r, e) - h)
	}
	return expm1Scaled(r, (Mul(r, e-c)-c)-h, int(k))
}

// expm1Scaled returns 2^k·(1 + r − e) − 1, in the order of operations that loses least for k.
func expm1Scaled(r, e float64, k int) float64 {
	switch {
	case k == -1:
		return Mul(0.5, r-e) - 0.5
	case k == 1 && r < -0.25:
		return Mul(-2, e-(r+0.5))
	case k == 1:
		return 1 + Mul(2, r-e)
	case k <= -2 || k > 56:
		return Scale(1-(e-r), k) - 1
	case k < 20:
		return Scale((1-pow2(-k))-(e-r), k)
	default:
		return Scale((r-(e+pow2(-k)))+1, k)
	}
}
