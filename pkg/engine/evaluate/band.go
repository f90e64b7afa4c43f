package evaluate

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/fit"
)

// BandErrors say whether a band keeps its promise. Lengths are in the series' unit.
type BandErrors struct {
	N             int     `json:"n"`             // rows with a value and a band
	Coverage      float64 `json:"coverage"`      // share of values inside, limits included
	IntervalScore float64 `json:"intervalScore"` // mean width, plus what misses cost
	Pinball       float64 `json:"pinball"`       // mean loss of the two limits and the middle
}

// MeasureBand compares a central band of a coverage with values, all of shape [n], one a
// slot; a slot where one is NaN does not count. Nothing is changed. All results are
// finite; without rows they are 0.
// Source: Gneiting & Raftery (2007), section 6.2; Koenker & Bassett (1978). Twin: measureBand.
func MeasureBand(actual, lower, expected, upper []float64, coverage float64) BandErrors {
	tail := (1 - coverage) / 2
	e := BandErrors{}
	inside, score, loss := 0, 0.0, 0.0
	for i, y := range actual {
		if math.IsNaN(y) || math.IsNaN(lower[i]) || math.IsNaN(upper[i]) {
			continue
		}
		e.N++
		if y >= lower[i] && y <= upper[i] {
			inside++
		}
		missed := max(difference(lower[i], y), 0) + max(difference(y, upper[i]), 0)
		score += difference(upper[i], lower[i]) + missed/tail
		loss += fit.Pinball(difference(y, lower[i]), tail) + fit.Pinball(difference(y, expected[i]), 0.5) + fit.Pinball(difference(y, upper[i]), 1-tail)
	}
	if e.N == 0 {
		return e
	}
	n := float64(e.N)
	e.Coverage = float64(inside) / n
	e.IntervalScore = min(score/n, math.MaxFloat64)
	e.Pinball = min(loss/n/3, math.MaxFloat64)
	return e
}
