package num

import "math"

const (
	expOverflow  = 7.09782712893383973096e+02  // 0x40862E42 FEFA39EF
	expUnderflow = -7.45133219101941108420e+02 // 0xC0874910 D52D3051
	invLn2       = 1.44269504088896338700e+00  // 0x3FF71547 652B82FE
	ln2Hi        = 6.93147180369123816490e-01  // 0x3FE62E42 FEE00000
	ln2Lo        = 1.90821492927058770002e-10  // 0x3DEA39EF 35793C76

	expP1 = 1.66666666666666019037e-01  // 0x3FC55555 5555553E
	expP2 = -2.77777777770155933842e-03 // 0xBF66C16C 16BEBD93
	expP3 = 6.61375632143793436117e-05  // 0x3F11566A AF25DE2C
	expP4 = -1.65339022054652515390e-06 // 0xBEBBBD41 C5D26BF1
	expP5 = 4.13813679705723846039e-08  // 0x3E663769 72BEA4D0
)

// Exp returns e^x within 1 ulp.
//
// Special cases: Exp(NaN) = NaN, Exp(+Inf) = +Inf, Exp(−Inf) = 0; above 709.78 +Inf, below
// −745.13 zero. Source: FDLIBM e_exp (x = k·ln2 + r, then a rational form in r).
// Twin: src/engine/num/exp.ts.
func Exp(x float64) float64 {
	switch {
	case x != x:
		return math.NaN()
	case x > expOverflow:
		return math.Inf(1)
	case x < expUnderflow:
		return 0
	}
	k := math.Floor(Mul(invLn2, x) + 0.5)
	hi := x - Mul(k, ln2Hi)
	lo := Mul(k, ln2Lo)
	r := hi - lo
	c := r - expTail(r)
	y := 1 - ((lo - Mul(r, c)/(2-c)) - hi)
	return Scale(y, int(k))
}

// expTail is r² times the polynomial of r·coth(r/2) − 2 that Exp and Pow share.
func expTail(r float64) float64 {
	t := Mul(r, r)
	return Mul(t, expP1+Mul(t, expP2+Mul(t, expP3+Mul(t, expP4+Mul(t, expP5)))))
}
