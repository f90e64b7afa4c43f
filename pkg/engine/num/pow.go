package num

import "math"

const (
	powL1 = 5.99999999999994648725e-01 // 0x3FE33333 33333303
	powL2 = 4.28571428578550184252e-01 // 0x3FDB6DB6 DB6FABFF
	powL3 = 3.33333329818377432918e-01 // 0x3FD55555 518F264D
	powL4 = 2.72728123808534006489e-01 // 0x3FD17460 A91D4101
	powL5 = 2.30660745775561754067e-01 // 0x3FCD864A 93C9DB65
	powL6 = 2.06975017800338417784e-01 // 0x3FCA7E28 4A454EEF

	ln2       = 6.93147180559945286227e-01  // 0x3FE62E42 FEFA39EF
	ln2Upper  = 6.93147182464599609375e-01  // 0x3FE62E43 00000000
	ln2Lower  = -1.90465429995776804525e-09 // 0xBE205C61 0CA86C39
	inv3Ln2   = 9.61796693925975554329e-01  // 2/(3·ln2), 0x3FEEC709 DC3A03FD
	inv3Ln2Up = 9.61796700954437255859e-01  // 0x3FEEC709 E0000000
	inv3Ln2Lo = -7.02846165095275826516e-09 // 0xBE3E2FE0 145B01F5
	log2of3H  = 5.84962487220764160156e-01  // log2(1.5), upper part, 0x3FE2B803 40000000
	log2of3L  = 1.35003920212974897128e-08  // lower part, 0x3E4CFDEB 43CFD006
)

// Pow returns x^y within 1 ulp, for x ≥ 0: the engine never raises a negative number.
//
// Special cases, in this order: Pow(x, 0) = Pow(1, y) = 1, even for NaN; NaN if x or y is
// NaN or x < 0; Pow(0, y) and Pow(+Inf, y) are 0 or +Inf by the sign of y; Pow(x, ±Inf) is
// 0 or +Inf by the side of 1 that x is on. Source: FDLIBM e_pow (log2 x in two parts,
// times y, then 2^z). Twin: src/engine/num/pow.ts.
func Pow(x, y float64) float64 {
	switch {
	case y == 0 || x == 1:
		return 1
	case !(x >= 0) || y != y:
		return math.NaN()
	case x == 0 || x > math.MaxFloat64:
		return limitIf((x > 1) == (y > 0))
	case math.Abs(y) > math.MaxFloat64:
		return limitIf((x > 1) == (y > 0))
	}
	upper, lower := log2Of(x)
	yUpper := clearLowWord(y)
	small := Mul(y-yUpper, upper) + Mul(y, lower)
	large := Mul(yUpper, upper)
	if math.Abs(large) > 1100 { // far outside the exponents of a double
		return limitIf(large > 0)
	}
	return exp2Of(large, small)
}

func limitIf(grows bool) float64 {
	if grows {
		return math.Inf(1)
	}
	return 0
}

// log2Of returns log2(x) as upper + lower with about 70 good bits; upper has 21 to 32 bits,
// so that a product with another such number is exact.
func log2Of(x float64) (upper, lower float64) {
	n := 0
	if x < minNormal {
		x = Mul(x, 0x1p54)
		n = -54
	}
	high := highWord(x)
	n += int(high>>20) - 1023
	fraction := high & 0xfffff
	high = fraction | 0x3ff00000
	base, baseH, baseL, third := 1.0, 0.0, 0.0, uint32(0)
	if fraction >= 0xbb67a { // x ≥ √3
		n++
		high -= 0x100000
	} else if fraction > 0x3988e { // √1.5 < x < √3
		base, baseH, baseL, third = 1.5, log2of3H, log2of3L, 0x40000
	}
	x = withHighWord(x, high)

	// s = (x − base)/(x + base), as sH + sL
	u := x - base
	v := 1 / (x + base)
	s := Mul(u, v)
	sH := clearLowWord(s)
	tH := withHighWord(0, (high>>1|0x20000000)+0x80000+third)
	tL := x - (tH - base)
	sL := Mul(v, (u-Mul(sH, tH))-Mul(sH, tL))

	// log(x/base) = 2s + ⅔s³ + …; t = 3 + s² + …, as tH + tL
	s2 := Mul(s, s)
	r := Mul(Mul(s2, s2), powL1+Mul(s2, powL2+Mul(s2, powL3+Mul(s2, powL4+Mul(s2, powL5+Mul(s2, powL6))))))
	r += Mul(sL, sH+s)
	s2 = Mul(sH, sH)
	tH = clearLowWord(3 + s2 + r)
	tL = r - ((tH - 3) - s2)

	// times 2/(3·ln2), plus the whole octaves
	u = Mul(sH, tH)
	v = Mul(sL, tH) + Mul(tL, s)
	pH := clearLowWord(u + v)
	pL := v - (pH - u)
	zH := Mul(inv3Ln2Up, pH)
	zL := Mul(inv3Ln2Lo, pH) + Mul(pL, inv3Ln2) + baseL
	octaves := float64(n)
	upper = clearLowWord(((zH + zL) + baseH) + octaves)
	return upper, zL - (((upper - octaves) - baseH) - zH)
}

// exp2Of returns 2^(large + small), |large| ≤ 1100.
func exp2Of(large, small float64) float64 {
	n := math.Floor((large + small) + 0.5)
	large -= n
	t := clearLowWord(small + large)
	u := Mul(t, ln2Upper)
	v := Mul(small-(t-large), ln2) + Mul(t, ln2Lower)
	z := u + v
	w := v - (z - u)
	r := z - expTail(z)
	return Scale(1-((Mul(z, r)/(r-2)-(w+Mul(z, w)))-z), int(n))
}
