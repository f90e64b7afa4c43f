package band

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Deviations that stay for hours hold fewer independent days than deviations that come and
// go, so their greatest says less of the next: the edge grows with the autocorrelation at
// wanderMs, up to 1 + wanderMargin times.
const (
	wanderMs       = 3 * 3_600_000
	wanderMargin   = 2
	wanderQuantile = 0.9 // deviations count no further, so that events do not lead
	leastPairs     = 24
)

// Wander returns by how much the edge of deviations grows, ≥ 1. z has shape [n], one a slot,
// NaN where missing. Nothing is changed. Twin: wander.
func Wander(z []float64, stepMs int64) float64 {
	lag := max(1, int(wanderMs/stepMs))
	limit := distanceQuantile(z, wanderQuantile)
	products, squares, pairs := 0.0, 0.0, 0
	for i := lag; i < len(z); i++ {
		if math.IsNaN(z[i]) || math.IsNaN(z[i-lag]) {
			continue
		}
		a, b := min(max(z[i-lag], -limit), limit), min(max(z[i], -limit), limit)
		products += num.Mul(a, b)
		squares += num.Mul(a, a) + num.Mul(b, b)
		pairs++
	}
	if pairs < leastPairs || squares == 0 {
		return 1
	}
	return 1 + num.Mul(wanderMargin, max(0, 2*products/squares))
}
