package detect

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Spike is the geometric mean of the residual and of the increment. The increment is the distance of the value beyond
// both of the two slots before it, away from the expected value, and at most the residual. A sudden large residual
// makes it large. Twin: spike.
var Spike = Statistic{Name: "spike", Lengths: spikes, Boundary: spikeBoundary}

func spikes(w Window) []float64 {
	out := make([]float64, len(w.Residuals))
	for i, r := range w.Residuals {
		if math.IsNaN(r) {
			out[i] = r
			continue
		}
		start, ok := startOf(w, i, r)
		if !ok {
			continue
		}
		increment := min(math.Abs(r), max(0, num.Mul(withSign(1, r), w.Values[i]-start)))
		out[i] = withSign(math.Sqrt(num.Mul(increment, math.Abs(r))), r)
	}
	return out
}

// startOf returns the larger, or below the expected value the smaller, of the values in the two
// slots before slot i; false where neither is observed.
func startOf(w Window, i int, sign float64) (start float64, ok bool) {
	for k := max(0, i-2); k < i; k++ {
		v := w.Values[k]
		switch {
		case math.IsNaN(w.Residuals[k]):
		case !ok:
			start, ok = v, true
		case sign < 0:
			start = min(start, v)
		default:
			start = max(start, v)
		}
	}
	return start, ok
}

// spikeBoundary solves (r − d)·r = limit² for the residual r, where d is how far from the
// expected value the increment starts; r = limit where the increment is no less than r.
func spikeBoundary(w Window, i int, sign, limit float64) float64 {
	start, _ := startOf(w, i, sign)
	expected := w.Values[i] - w.Residuals[i]
	d := num.Mul(sign, start-expected)
	if d <= 0 {
		return limit
	}
	half := d / 2
	return half + math.Sqrt(num.Mul(half, half)+num.Mul(limit, limit))
}
