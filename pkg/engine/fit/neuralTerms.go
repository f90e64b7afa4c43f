package fit

import (
	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Terms returns the summands of the expected value of one instant: the linear model's
// terms, what the network says of the history's mean, which joins the level, and what it
// says beyond, split by the columns that it comes from. calendar and covariates hold that
// instant alone. Nothing is changed. Twin: neuralTerms.
func (m Neural) Terms(calendar features.Calendar, covariates []clean.Covariate) []Term {
	terms := m.Linear.Terms(calendar, covariates)
	row := rowsOf(m.Linear.design(calendar, covariates, nil))
	mean := make([]float64, len(row))
	mean[0] = 1                                        // the level
	atMean, parts, _ := m.Network.Attribute(mean, row) // a model that was learnt, or read, has its shapes
	terms = append(terms, Term{Part: features.PartLevel, Value: m.Center + num.Mul(m.Spread, atMean)})
	for j, c := range m.Linear.columns() {
		terms = append(terms, Term{Part: c.Part, Regressor: c.Regressor, Value: num.Mul(m.Spread, parts[j])})
	}
	return terms
}
