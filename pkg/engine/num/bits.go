package num

import "math"

// highWord returns the upper 32 bits of x: sign, exponent and 20 bits of fraction.
func highWord(x float64) uint32 { return uint32(math.Float64bits(x) >> 32) }

// withHighWord returns x with its upper 32 bits replaced.
func withHighWord(x float64, high uint32) float64 {
	return math.Float64frombits(math.Float64bits(x)&0xffffffff | uint64(high)<<32)
}

// clearLowWord returns x with its lower 32 bits set to zero: the 21 leading bits, so that
// products of two such numbers are exact.
func clearLowWord(x float64) float64 {
	return math.Float64frombits(math.Float64bits(x) &^ 0xffffffff)
}

// pow2 returns 2^k exactly, for −1022 ≤ k ≤ 1023.
func pow2(k int) float64 { return math.Float64frombits(uint64(k+1023) << 52) }

// Scale returns x·2^k, rounded once, for any x and −1980 ≤ k ≤ 1980. The result may be
// infinite, subnormal or zero. Twin: scale in src/engine/num/bits.ts.
func Scale(x float64, k int) float64 {
	switch {
	case k > 1023: // the first factor is exact, or beyond saving, so only the second rounds
		return Mul(Mul(x, pow2(k-960)), pow2(960))
	case k >= -1022:
		return Mul(x, pow2(k))
	default:
		return Mul(Mul(x, pow2(k+960)), pow2(-960))
	}
}

// Exponent returns floor(log2|x|) for finite x other than 0. Twin: exponent.
func Exponent(x float64) int {
	e := int(highWord(x)>>20) & 0x7ff
	if e == 0 { // subnormal
		return int(highWord(Mul(x, pow2(54)))>>20)&0x7ff - 1077
	}
	return e - 1023
}
