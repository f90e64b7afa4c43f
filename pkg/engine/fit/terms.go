package fit

import (
	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Term is what one column, or one leftover shape, adds to an expected value.
type Term struct {
	Part      string // of features: level, trend, season, calendar or regressor
	Regressor int    // of a regressor, which one
	Value     float64
}

// Terms returns the summands of the expected value of one instant; calendar and
// covariates hold that instant alone. Nothing is changed. Twin: linearTerms.
func (l Linear) Terms(calendar features.Calendar, covariates []clean.Covariate) []Term {
	x := l.design(calendar, covariates, nil)
	terms := make([]Term, 0, x.Cols+2)
	for j, c := range l.columns() {
		terms = append(terms, Term{Part: c.Part, Regressor: c.Regressor, Value: num.Mul(x.Data[j], l.Coefficients[j])})
	}
	for _, c := range l.Cycles {
		terms = append(terms, Term{Part: features.PartSeason, Value: c.at(calendar.TimesMs)[0]})
	}
	if l.ResidualProfile != nil {
		terms = append(terms, Term{Part: features.PartSeason, Value: l.ResidualProfile.at(calendar)[0]})
	}
	return terms
}

// columns lists the columns of the design, with those that interact: they belong to their
// regressors.
func (l Linear) columns() []features.Column {
	columns := l.DesignSpec.Columns()
	if l.Interaction != nil {
		columns = append(columns, columns[len(l.Interaction.Coefficients):]...)
	}
	return columns
}

// Terms returns the level and the season of one instant, whose sum is expected.
// Twin: seasonalTerms.
func (m Seasonal) Terms(calendar features.Calendar) []Term {
	return []Term{
		{Part: features.PartLevel, Value: m.Levels[m.segment(calendar.TimesMs[0])]},
		{Part: features.PartSeason, Value: m.Shape.at(calendar)[0]},
	}
}
