package fit

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/tree"
)

// Trees is a linear model and trees for its residuals. For a tree and a forest the linear model holds only the trend,
// since a tree cannot extrapolate; for boosted trees it holds all linear terms. It is part of a model.
type Trees struct {
	DesignSpec features.DesignSpec `json:"designSpec"` // of the columns that the trees ask for
	Linear     Linear              `json:"linear"`
	Ensemble   tree.Ensemble       `json:"ensemble"`
}

// Predict returns the expected value at instants, shape [n], in the history's unit; NaN
// where a regressor is missing, and where the context was done first. scratch lends memory; its other arguments are not changed.
func (m Trees) Predict(ctx context.Context, calendar features.Calendar, covariates []clean.Covariate, scratch *features.Scratch) []float64 {
	out := m.Linear.Predict(calendar, covariates, scratch)
	x := m.DesignSpec.TreeFeatures(calendar, covariates)
	for i := range out {
		if i%rowsBetweenChecks == 0 && ctx.Err() != nil {
			break
		}
		out[i] += answer(m.Ensemble, x, i)
	}
	return out
}

// rowsBetweenChecks rows of the largest ensemble, 1,000 trees 30 deep, take about 10 ms.
const rowsBetweenChecks = 64

// answer returns what an ensemble says of row i, NaN if the row misses a regressor.
func answer(e tree.Ensemble, x features.Matrix, i int) float64 {
	for j := range x.Cols {
		if v := x.Data[j*x.Rows+i]; v != v {
			return math.NaN()
		}
	}
	return e.Answer(x.Data, x.Rows, i)
}

// Terms returns the summands of the expected value of one instant; calendar and
// covariates hold that instant alone. Nothing is changed. Twin: treesTerms in src/engine/fit/terms.ts.
func (m Trees) Terms(calendar features.Calendar, covariates []clean.Covariate) []Term {
	x := m.DesignSpec.TreeFeatures(calendar, covariates)
	effects := make([]float64, x.Cols)
	level := m.Ensemble.Effects(effects, x.Data, 1, 0)
	terms := append(m.Linear.Terms(calendar, covariates), Term{Part: features.PartLevel, Value: level})
	for j, c := range m.DesignSpec.TreeColumns() {
		terms = append(terms, Term{Part: c.Part, Regressor: c.Regressor, Value: effects[j]})
	}
	return terms
}
