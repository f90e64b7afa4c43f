package num

import "math"

// Sum adds x from left to right with Neumaier's compensation: the result is as if summed
// in twice the precision, then rounded.
//
// x has shape [n] and is not modified; n = 0 gives 0, and so do zeros of either sign.
// Missing rule: a NaN among x gives NaN; leave missing values out first. Infinities give
// what plain addition gives. Source: Neumaier 1974. Twin: src/engine/num/sum.ts.
func Sum(x []float64) float64 {
	sum, lost := 0.0, 0.0
	for _, v := range x {
		t := sum + v
		if math.Abs(sum) >= math.Abs(v) {
			lost += (sum - t) + v
		} else {
			lost += (v - t) + sum
		}
		sum = t
	}
	if math.Abs(sum) <= math.MaxFloat64 {
		return sum + lost
	}
	return sum // lost is NaN once sum is infinite
}

// Mean returns Sum(x)/n in the unit of x. Shape, missing rule and twin are Sum's, but
// n = 0 gives NaN. Twin: src/engine/num/mean.ts.
func Mean(x []float64) float64 {
	if len(x) == 0 {
		return math.NaN()
	}
	return Sum(x) / float64(len(x))
}
