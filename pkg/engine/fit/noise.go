package fit

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// clearlyLess says whether losses are less than others by more than a standard error of the
// difference. Both have shape [blocks], n ≥ 1: errors of neighbours are alike, those of
// blocks hardly. Twin: clearlyLess.
func clearlyLess(a, b []float64) bool {
	n := float64(len(a))
	difference := make([]float64, len(a))
	for i := range a {
		difference[i] = b[i] - a[i]
	}
	mean := num.Mean(difference)
	squares := 0.0
	for _, d := range difference {
		squares += num.Mul(d-mean, d-mean)
	}
	return mean > math.Sqrt(squares)/n
}
