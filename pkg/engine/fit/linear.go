package fit

import (
	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Linear is a ridge regression on the columns of a recipe, and the shape of the day that
// its residuals still have. Coefficients belong to standardised columns: column j enters
// as (x − Mean[j]) / Deviation[j], so that Coefficients[0] is the mean level.
type Linear struct {
	Recipe       features.Recipe `json:"recipe"`
	Mean         []float64       `json:"mean"`
	Deviation    []float64       `json:"deviation"`
	Coefficients []float64       `json:"coefficients"`
	Rest         *Profile        `json:"rest"`
}

// Predict returns the expected value at instants, shape [n], in the history's unit; NaN
// where a regressor is missing. Its arguments are not changed.
func (l Linear) Predict(calendar features.Calendar, explainers []clean.Explainer) []float64 {
	x := l.Recipe.Design(calendar, explainers)
	out := make([]float64, x.Rows)
	for j := range x.Cols {
		l.addTerm(out, x, j)
	}
	if l.Rest != nil {
		for i, v := range l.Rest.at(calendar) {
			out[i] += v
		}
	}
	return out
}

// addTerm adds what column j of a design contributes to out, shape [n].
func (l Linear) addTerm(out []float64, x features.Matrix, j int) {
	gain := l.Coefficients[j] / l.Deviation[j]
	for i, v := range x.Column(j) {
		out[i] += num.Mul(v-l.Mean[j], gain)
	}
}
