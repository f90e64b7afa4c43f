package num

import "math"

// Min returns the lesser of a and b; NaN if either is NaN, and 0 rather than −0. (Go's and
// JavaScript's own differ in min(−∞, NaN).) Twin: src/engine/num/minmax.ts.
func Min(a, b float64) float64 {
	switch {
	case a != a || b != b:
		return math.NaN()
	case a < b:
		return a + 0
	default:
		return b + 0
	}
}

// Max returns the greater of a and b; NaN if either is NaN, and 0 rather than −0.
// Twin: src/engine/num/minmax.ts.
func Max(a, b float64) float64 {
	switch {
	case a != a || b != b:
		return math.NaN()
	case a > b:
		return a + 0
	default:
		return b + 0
	}
}

// Extent returns the least and the greatest value of x, leaving NaN out; both are NaN if
// nothing remains. x has shape [n] and is not modified. Twin: src/engine/num/minmax.ts.
func Extent(x []float64) (least, greatest float64) {
	least, greatest = math.NaN(), math.NaN()
	for _, v := range x {
		if v != v {
			continue
		}
		if !(least <= v) {
			least = v + 0
		}
		if !(greatest >= v) {
			greatest = v + 0
		}
	}
	return least, greatest
}
