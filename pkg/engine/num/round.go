package num

import "math"

// Round returns x rounded to a whole number, halves away from zero: Round(2.5) = 3,
// Round(−2.5) = −3 (JavaScript's own gives −2). The result is 0, never −0; NaN and ±Inf
// stay. Twin: src/engine/num/round.ts.
func Round(x float64) float64 {
	a := math.Abs(x)
	if !(a < 0x1p52) { // already whole, infinite or NaN
		return x
	}
	whole := math.Floor(a)
	if a-whole >= 0.5 {
		whole++
	}
	if x < 0 {
		return 0 - whole
	}
	return whole
}

// FloorDiv returns the greatest whole number ≤ a/b, for b > 0. For times in milliseconds:
// FloorDiv(−1, 60000) = −1, where Go's / gives 0. Domain in both engines: |a|, b ≤ 2^53.
// Twin: src/engine/num/round.ts.
func FloorDiv(a, b int64) int64 {
	if a%b < 0 {
		return a/b - 1
	}
	return a / b
}

// FloorMod returns a − b·FloorDiv(a, b), which is in [0, b), for b > 0. Twin: src/engine/num/round.ts.
func FloorMod(a, b int64) int64 {
	r := a % b
	if r < 0 {
		return r + b
	}
	return r
}
