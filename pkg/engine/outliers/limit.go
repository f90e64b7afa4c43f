package outliers

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/spec"
)

// maxScore keeps scores finite where the others are all alike.
const maxScore = 1e12

// limitAt is the distance of the limit from the normal value: a multiple of the spread, at least minWidth.
func limitAt(spreads, spread float64, minWidth spec.Extent, center float64) float64 {
	return bounded(max(num.Mul(spreads, spread), minWidth.Of(math.Abs(center))))
}

// scoreOf is a distance in units of the limit; 0 where both are 0.
func scoreOf(distance, limit float64) float64 {
	if distance == 0 {
		return 0
	}
	return min(distance/limit, maxScore)
}

// bounded keeps sums and differences of values finite.
func bounded(v float64) float64 { return min(max(v, -math.MaxFloat64), math.MaxFloat64) }
