package num

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// QuantileSorted returns the p-quantile of an ascending sample by linear interpolation.
//
// sorted has shape [n], n ≥ 1, ascending, without NaN (Sort gives it); it is not modified.
// p is a probability in [0, 1]. The result has the sample's unit: sorted[0] at p = 0,
// sorted[n−1] at p = 1.
//
// Errors: num/empty-sample if n = 0; num/p-out-of-range if p is NaN or outside [0, 1].
// Source: Hyndman & Fan (1996), definition 7. Twin: src/engine/num/quantileSorted.ts.
func QuantileSorted(sorted []float64, p float64) (float64, error) {
	i, t, err := rankOf(len(sorted), p)
	if err != nil {
		return 0, err
	}
	if i == len(sorted)-1 {
		return sorted[i], nil
	}
	return between(sorted[i], sorted[i+1], t), nil
}

// rankOf returns the rank of n ascending values that the p-quantile stands at, and the
// fraction of the way to the next at which it does.
func rankOf(n int, p float64) (rank int, fraction float64, err error) {
	if n == 0 {
		return 0, 0, fault.New("num/empty-sample", "quantile: the sample has no values; want at least 1")
	}
	if !(p >= 0 && p <= 1) {
		return 0, 0, fault.New("num/p-out-of-range", "quantile: p = %v; want 0 ≤ p ≤ 1", p)
	}
	h := Mul(float64(n-1), p)
	rank = int(math.Floor(h))
	return rank, h - float64(rank), nil
}

// between returns the point at fraction t, 0 ≤ t < 1, from a to b, a ≤ b. It never passes b,
// so that quantiles rise with p; from −∞, or where a and b are equal, it is a, since ∞ − ∞
// would be NaN.
func between(a, b, t float64) float64 {
	if t == 0 || a == b || a < -math.MaxFloat64 {
		return a
	}
	return Min(a+Mul(t, b-a), b)
}
