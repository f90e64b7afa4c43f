package num

import "math"

// Median returns the middle of x: equal, bit for bit, to the 0.5-quantile of Sort(x),
// in linear time.
//
// x has shape [n], any order, in any unit, and is not modified. n = 0 gives NaN, and so
// does a NaN among x; leave missing values out first. Twin: src/engine/num/median.ts.
func Median(x []float64) float64 {
	return MedianInPlace(append([]float64(nil), x...))
}

// MedianInPlace is Median for a buffer the caller owns: x is reordered and its −0 become 0,
// but nothing is allocated. Twin: src/engine/num/median.ts.
func MedianInPlace(x []float64) float64 {
	n := len(x)
	if n == 0 {
		return math.NaN()
	}
	for i, v := range x {
		if v != v {
			return math.NaN()
		}
		x[i] = v + 0 // −0 + 0 is 0
	}
	k := (n - 1) >> 1
	lower := SelectInPlace(x, k)
	if n&1 == 1 {
		return lower
	}
	upper := x[k+1]
	for _, v := range x[k+2:] {
		if v < upper {
			upper = v
		}
	}
	return between(lower, upper, 0.5)
}
