package fit

import (
	"context"

	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/features"
)

// Linear is a ridge regression on the columns of a design specification, with the shapes that its
// residuals still have. Coefficients belong to standardised columns: column j enters as
// (x − Mean[j]) / Deviation[j], so that Coefficients[0] is the mean level. It is part of a
// model.
type Linear struct {
	DesignSpec      features.DesignSpec `json:"designSpec"`
	Mean            []float64           `json:"mean"`
	Deviation       []float64           `json:"deviation"`
	Coefficients    []float64           `json:"coefficients"`
	Interaction     *Interaction        `json:"interaction"`     // nil without regressors
	Cycles          []Cycle             `json:"cycles"`          // periods of its own
	ResidualProfile *Profile            `json:"residualProfile"` // nil where a day has no shape
}

// Predict returns the expected value at instants, shape [n], in the history's unit; NaN
// where a regressor is missing. scratch lends memory; its other arguments are not changed.
func (l Linear) Predict(calendar features.Calendar, covariates []clean.Covariate, scratch *features.Scratch) []float64 {
	x := l.design(calendar, covariates, scratch)
	out := l.at(x, calendar)
	scratch.Leave(x)
	return out
}

// at is Predict for instants whose standardised design is made already.
func (l Linear) at(x features.Matrix, calendar features.Calendar) []float64 {
	out := product(x, l.Coefficients, every(len(l.Coefficients)))
	for _, c := range l.Cycles {
		add(out, c.at(calendar.TimesMs))
	}
	if l.ResidualProfile != nil {
		add(out, l.ResidualProfile.at(calendar))
	}
	return out
}

// design returns the standardised design of instants, with the columns that interact.
func (l Linear) design(calendar features.Calendar, covariates []clean.Covariate, scratch *features.Scratch) features.Matrix {
	x := l.DesignSpec.Design(context.Background(), calendar, covariates, scratch)
	if l.Interaction == nil {
		l.scale(x, 0)
		return x
	}
	raw := x
	x.Data = append([]float64(nil), raw.Data...)
	l.scale(x, 0)
	wide := l.Interaction.widen(x, raw)
	l.scale(wide, x.Cols)
	return wide
}

// scale standardises the columns from first on, in place.
func (l Linear) scale(x features.Matrix, first int) {
	for j := first; j < x.Cols; j++ {
		mean, deviation := l.Mean[j], l.Deviation[j]
		column := x.Column(j)
		for i, v := range column {
			column[i] = (v - mean) / deviation
		}
	}
}

func add(to, values []float64) {
	for i, v := range values {
		to[i] += v
	}
}
