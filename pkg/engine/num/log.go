package num

import "math"

const (
	logL1 = 6.666666666666735130e-01 // 0x3FE55555 55555593
	logL2 = 3.999999999940941908e-01 // 0x3FD99999 9997FA04
	logL3 = 2.857142874366239149e-01 // 0x3FD24924 94229359
	logL4 = 2.222219843214978396e-01 // 0x3FCC71C5 1D8E78AF
	logL5 = 1.818357216161805012e-01 // 0x3FC74664 96CB03DE
	logL6 = 1.531383769920937332e-01 // 0x3FC39A09 D078C69F
	logL7 = 1.479819860511658591e-01 // 0x3FC2F112 DF3E5244

	minNormal = 0x1p-1022
)

// Log returns the natural logarithm of x within 1 ulp.
//
// Special cases: Log(±0) = −Inf, Log(x < 0) = NaN, Log(NaN) = NaN, Log(+Inf) = +Inf.
// Source: FDLIBM e_log (x = 2^k·(1 + f), √½ < 1 + f < √2). Twin: src/engine/num/log.ts.
func Log(x float64) float64 {
	switch {
	case x == 0:
		return math.Inf(-1)
	case !(x > 0):
		return math.NaN()
	case x > math.MaxFloat64:
		return x
	}
	return logOfProduct(x, 0)
}

// logOfProduct returns log(x) + c for finite x > 0, c being a correction below one ulp.
func logOfProduct(x, c float64) float64 {
	k := 0
	if x < minNormal {
		x = Mul(x, 0x1p54)
		k = -54
	}
	high := highWord(x)
	k += int(high>>20) - 1023
	high &= 0xfffff
	carry := (high + 0x95f64) & 0x100000 // 1 + f at or above √2 moves one octave down
	k += int(carry >> 20)
	return logOf(withHighWord(x, high|(carry^0x3ff00000))-1, k, c)
}

// logOf returns log(2^k·(1 + f)) + c, for √½ < 1 + f < √2, c being a correction below one ulp.
func logOf(f float64, k int, c float64) float64 {
	s := f / (2 + f)
	z := Mul(s, s)
	w := Mul(z, z)
	even := Mul(w, logL2+Mul(w, logL4+Mul(w, logL6)))
	odd := Mul(z, logL1+Mul(w, logL3+Mul(w, logL5+Mul(w, logL7))))
	half := Mul(Mul(0.5, f), f)
	n := float64(k)
	return Mul(n, ln2Hi) - ((half - (Mul(s, half+(odd+even)) + (Mul(n, ln2Lo) + c))) - f)
}
