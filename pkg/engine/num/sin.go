package num

import "math"

const (
	sinS1 = -1.66666666666666324348e-01 // 0xBFC55555 55555549
	sinS2 = 8.33333333332248946124e-03  // 0x3F811111 1110F8A6
	sinS3 = -1.98412698298579493134e-04 // 0xBF2A01A0 19C161D5
	sinS4 = 2.75573137070700676789e-06  // 0x3EC71DE3 57B1FE7D
	sinS5 = -2.50507602534068634195e-08 // 0xBE5AE5E6 8A2B9CEB
	sinS6 = 1.58969099521155010221e-10  // 0x3DE5D93A 5ACFD57C

	cosC1 = 4.16666666666666019037e-02  // 0x3FA55555 5555554C
	cosC2 = -1.38888888888741095749e-03 // 0xBF56C16C 16C15177
	cosC3 = 2.48015872894767294178e-05  // 0x3EFA01A0 19CB1590
	cosC4 = -2.75573143513906633035e-07 // 0xBE927E4F 809C52AD
	cosC5 = 2.08757232129817482790e-09  // 0x3E21EE9E BDB4B1C4
	cosC6 = -1.13596475577881948265e-11 // 0xBDA8FAE9 BE8838D4
)

// Sin returns the sine of x radians within 1 ulp, for every finite x.
//
// Special cases: Sin(NaN) = Sin(±Inf) = NaN, Sin(±0) = ±0. Source: FDLIBM s_sin, k_sin,
// k_cos. Twin: src/engine/num/sin.ts.
func Sin(x float64) float64 {
	sin, _ := SinCos(x)
	return sin
}

// Cos returns the cosine of x radians within 1 ulp, for every finite x.
//
// Special cases: Cos(NaN) = Cos(±Inf) = NaN. Source: FDLIBM s_cos. Twin: src/engine/num/cos.ts.
func Cos(x float64) float64 {
	_, cos := SinCos(x)
	return cos
}

// SinCos returns Sin and Cos of an angle at little more than the cost of one. Twin:
// src/engine/num/sinCos.ts.
func SinCos(x float64) (sin, cos float64) {
	hi, lo, quadrant := reduceAngle(x)
	s, c := sinKernel(hi, lo), cosKernel(hi, lo)
	switch quadrant {
	case 0:
		return s, c
	case 1:
		return c, -s
	case 2:
		return -s, -c
	default:
		return -c, s
	}
}

// sinKernel returns sin(hi + lo) for |hi| ≤ π/4, lo below half an ulp of hi.
func sinKernel(hi, lo float64) float64 {
	if math.Abs(hi) < 0x1p-27 {
		return hi
	}
	z := Mul(hi, hi)
	v := Mul(z, hi)
	r := sinS2 + Mul(z, sinS3+Mul(z, sinS4+Mul(z, sinS5+Mul(z, sinS6))))
	return hi - ((Mul(z, Mul(0.5, lo)-Mul(v, r)) - lo) - Mul(v, sinS1))
}

// cosKernel returns cos(hi + lo) for |hi| ≤ π/4, lo below half an ulp of hi.
func cosKernel(hi, lo float64) float64 {
	z := Mul(hi, hi)
	w := Mul(z, z)
	r := Mul(z, cosC1+Mul(z, cosC2+Mul(z, cosC3))) + Mul(Mul(w, w), cosC4+Mul(z, cosC5+Mul(z, cosC6)))
	half := Mul(0.5, z)
	one := 1 - half
	return one + (((1 - one) - half) + (Mul(z, r) - Mul(hi, lo)))
}
