package num

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// QuantileInPlace is QuantileSorted for a buffer in any order that the caller owns, in linear
// time: x is reordered. It holds no NaN and no −0.
//
// Errors: num/empty-sample if n = 0; num/p-out-of-range if p is NaN or outside [0, 1].
// Source: Hyndman & Fan (1996), definition 7. Twin: src/engine/num/quantile.ts.
func QuantileInPlace(x []float64, p float64) (float64, error) {
	n := len(x)
	if n == 0 {
		return 0, fault.New("num/empty-sample", "quantile: x has no values; want at least 1")
	}
	if !(p >= 0 && p <= 1) {
		return 0, fault.New("num/p-out-of-range", "quantile: p = %v; want 0 ≤ p ≤ 1", p)
	}
	h := Mul(float64(n-1), p) // position between ranks
	i := int(math.Floor(h))
	lower := SelectInPlace(x, i)
	if h == float64(i) {
		return lower, nil
	}
	upper := x[i+1]
	for _, v := range x[i+2:] {
		if v < upper {
			upper = v
		}
	}
	return between(lower, upper, h-float64(i)), nil
}
