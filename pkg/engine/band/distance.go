package band

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// distanceQuantile returns the p-quantile of the sizes of residuals, shape [n], NaN where
// missing; 0 of none. Nothing is changed. Twin:
// src/engine/band/distance.ts.
func distanceQuantile(z []float64, p float64) float64 {
	distance := make([]float64, 0, len(z))
	for _, v := range z {
		if !math.IsNaN(v) {
			distance = append(distance, math.Abs(v))
		}
	}
	if len(distance) == 0 {
		return 0
	}
	at, _ := num.QuantileInPlace(distance, p) // n ≥ 1 and 0 < p < 1
	return at
}
