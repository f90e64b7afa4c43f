package clean

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// aggregate makes one value of the finite samples of a slot, in time order; n ≥ 1.
// A sum beyond the largest double is missing, a mean never is.
func aggregate(how string, samples []float64) float64 {
	switch how {
	case "min":
		return extreme(samples, func(a, b float64) bool { return a < b })
	case "max":
		return extreme(samples, func(a, b float64) bool { return a > b })
	case "last":
		return samples[len(samples)-1]
	case "count":
		return float64(len(samples))
	case "sum":
		return finiteOrMissing(sum(samples, 1))
	}
	n := float64(len(samples))
	if mean := sum(samples, 1) / n; finite(mean) {
		return mean
	}
	return sum(samples, 1/n) // the sum overflowed
}

func extreme(samples []float64, beats func(a, b float64) bool) float64 {
	best := samples[0]
	for _, v := range samples {
		if beats(v, best) {
			best = v
		}
	}
	return best
}

func sum(samples []float64, factor float64) float64 {
	total := 0.0
	for _, v := range samples {
		total += num.Mul(v, factor)
	}
	return total
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

func finiteOrMissing(v float64) float64 {
	if finite(v) {
		return v
	}
	return math.NaN()
}
