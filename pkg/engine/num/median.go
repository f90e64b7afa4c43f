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
	if len(x) == 0 {
		return math.NaN()
	}
	for i, v := range x {
		if v != v {
			return math.NaN()
		}
		x[i] = v + 0 // −0 + 0 is 0
	}
	middle, _ := QuantileInPlace(x, 0.5) // n ≥ 1
	return middle
}
