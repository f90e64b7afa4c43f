package fit

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Interaction lets a regressor's effect grow with the season: a promotion sells more at
// noon than at night. The season is what a first fit makes of the columns that are no
// regressors; each regressor enters once more, times it. It is part of a model.
type Interaction struct {
	Coefficients []float64 `json:"coefficients"` // of the first fit, of the columns before the regressors
	Mean         float64   `json:"mean"`         // of the season over the history
	Deviation    float64   `json:"deviation"`
}

// rowsPerColumn: with fewer, effects that grow with the season are left out.
const rowsPerColumn = 8

// season returns the standardised season of each row of a standardised design.
func (a Interaction) season(x features.Matrix) []float64 {
	out := product(x, a.Coefficients, every(len(a.Coefficients)))
	for i := range out {
		out[i] = (out[i] - a.Mean) / a.Deviation
	}
	return out
}

// widen returns a standardised design with every regressor's column, not standardised
// yet, times the season, to its right. raw holds the design before it was standardised.
func (a Interaction) widen(x, raw features.Matrix) features.Matrix {
	first := len(a.Coefficients)
	added := x.Cols - first
	season := a.season(x)
	wide := features.Matrix{Rows: x.Rows, Cols: x.Cols + added, Data: make([]float64, 0, len(x.Data)+added*x.Rows)}
	wide.Data = append(wide.Data, x.Data...)
	for j := first; j < x.Cols; j++ {
		for i, v := range raw.Column(j) {
			wide.Data = append(wide.Data, num.Mul(v, season[i]))
		}
	}
	return wide
}

// learnInteraction returns the season of a first solution, or nil if there is none.
func learnInteraction(x features.Matrix, coefficients []float64, regressors int) *Interaction {
	a := &Interaction{Coefficients: coefficients[:x.Cols-regressors], Deviation: 1}
	season := a.season(x)
	a.Mean = num.Mean(season)
	squares := 0.0
	for _, v := range season {
		squares += num.Mul(v-a.Mean, v-a.Mean)
	}
	a.Deviation = math.Sqrt(squares / float64(len(season)))
	if a.Deviation < constantColumn {
		return nil
	}
	return a
}
