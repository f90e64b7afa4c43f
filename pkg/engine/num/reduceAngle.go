package num

import (
	"math"
	"math/big"
)

const (
	quarterPi  = 7.85398163397448278999e-01 // 0x3FE921FB 54442D18
	twoOverPi  = 6.36619772367581382433e-01 // 0x3FE45F30 6DC9C883
	halfPi1    = 1.57079632673412561417e+00 // first 33 bits of π/2, 0x3FF921FB 54400000
	halfPi2    = 6.07710050630396597660e-11 // next 33 bits, 0x3DD0B461 1A600000
	halfPi2Off = 2.02226624879595063154e-21 // π/2 − (halfPi1 + halfPi2), 0x3BA3198A 2E037073
	halfPi3    = 2.02226624871116645580e-21 // next 33 bits, 0x3BA3198A 2E000000
	halfPi3Off = 8.47842766036889956997e-32 // the rest, 0x397B839A 252049C1

	halfPiHi = 1.57079632679489655800e+00 // 0x3FF921FB 54442D18
	halfPiLo = 6.12323399573676603587e-17 // 0x3C91A626 33145C07

	codyMax = 1.647099e+06 // 2^20·π/2: below it k·halfPi1 and its like are exact
)

// reduceAngle returns x − k·π/2 as hi + lo with |hi| ≤ about π/4, and k mod 4.
// Source: FDLIBM e_rem_pio2 (Cody and Waite). Twin: src/engine/num/reduceAngle.ts.
func reduceAngle(x float64) (hi, lo float64, quadrant int) {
	a := math.Abs(x)
	switch {
	case a <= quarterPi:
		return x, 0, 0
	case !(a <= math.MaxFloat64):
		return math.NaN(), 0, 0
	case a > codyMax:
		return reduceLargeAngle(x)
	}
	k := math.Floor(Mul(x, twoOverPi) + 0.5)
	t := x - Mul(k, halfPi1)
	w := Mul(k, halfPi2)
	r := t - w
	w = Mul(k, halfPi2Off) - ((t - r) - w)
	hi = r - w
	if math.Abs(hi) < Mul(a, 0x1p-45) { // x is so near a multiple that more bits are needed
		t = r
		w = Mul(k, halfPi3)
		r = t - w
		w = Mul(k, halfPi3Off) - ((t - r) - w)
		hi = r - w
	}
	lo = (r - hi) - w
	return hi, lo, int(int64(k) & 3)
}

// twoOverPiBits are the first 1216 bits of 2/π: enough for the largest double.
var twoOverPiBits, _ = new(big.Int).SetString(
	"a2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424d"+
		"d2e006492eea09d1921cfe1deb1cb129a73ee88235f52ebb4484e99c7026b45f7e413991d639"+
		"835339f49c845f8bbdf9283b1ff897ffde05980fef2f118b5a0a6d1f6d367ecf27cb09b74f46"+
		"3f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b6bab", 16)

// reduceLargeAngle is reduceAngle for |x| > codyMax, in whole numbers: with |x| = m·2^e, the
// product m·twoOverPiBits is x·2/π scaled by 2^(1216−e). About a microsecond a call.
// Source: Payne and Hanek 1983.
func reduceLargeAngle(x float64) (hi, lo float64, quadrant int) {
	a := math.Abs(x)
	e := Exponent(a) - 52
	m := big.NewInt(int64(Mul(a, pow2(-e))))
	scale := uint(1216 - e)
	turns := m.Mul(m, twoOverPiBits)
	k := new(big.Int).Rsh(new(big.Int).Add(turns, bit(scale-1)), scale)
	rest := turns.Sub(turns, new(big.Int).Lsh(k, scale))
	quadrant = int(new(big.Int).And(k, big.NewInt(3)).Int64())
	hi, lo = timesHalfPi(rest, scale)
	if x < 0 {
		return -hi, -lo, (4 - quadrant) & 3
	}
	return hi, lo, quadrant
}

// timesHalfPi returns rest·2^−scale·π/2 as hi + lo from the leading 106 bits of rest.
func timesHalfPi(rest *big.Int, scale uint) (hi, lo float64) {
	size := new(big.Int).Abs(rest).BitLen()
	top := new(big.Int).Rsh(new(big.Int).Abs(rest), uint(size-106))
	upper := float64(new(big.Int).Rsh(top, 53).Int64())
	lower := float64(new(big.Int).And(top, new(big.Int).Sub(bit(53), big.NewInt(1))).Int64())
	unit := pow2(size - 53 - int(scale))
	a := Mul(upper, unit)
	b := Mul(Mul(lower, unit), 0x1p-53)
	p, err := TwoProduct(a, halfPiHi)
	err += Mul(a, halfPiLo) + Mul(b, halfPiHi)
	hi = p + err
	lo = (p - hi) + err
	if rest.Sign() < 0 {
		return -hi, -lo
	}
	return hi, lo
}

func bit(n uint) *big.Int { return new(big.Int).Lsh(big.NewInt(1), n) }
