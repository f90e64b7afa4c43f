// Package explain splits an expected value into its parts.
// Twin: src/engine/explain. Numbers: spec/vectors/explain.
package explain

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/fit"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Parts are the summands of the expected value of one instant, in normalised units.
type Parts struct {
	Level      float64 // the expected value without all other parts
	Trend      float64 // slope and steps
	Season     float64 // day, week and other periods
	Calendar   float64 // what weekends change
	Regressors []Effect
}

// Effect is what one regressor adds.
type Effect struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}

// PartsOf splits the expected value of an instant; calendar and covariates hold that one
// instant, n = 1, and every regressor is present. Nothing is changed. Twin: partsOf.
func PartsOf(m fit.Model, calendar features.Calendar, covariates []clean.Covariate) Parts {
	p := Parts{Regressors: []Effect{}}
	if m.Kind != fit.KindSeasonal { // which has no regressors
		for _, e := range covariates {
			p.Regressors = append(p.Regressors, Effect{Name: e.Name})
		}
	}
	for _, t := range m.Terms(calendar, covariates) {
		switch t.Part {
		case features.PartLevel:
			p.Level += t.Value
		case features.PartTrend:
			p.Trend += t.Value
		case features.PartSeason:
			p.Season += t.Value
		case features.PartCalendar:
			p.Calendar += t.Value
		case features.PartRegressor:
			p.Regressors[t.Regressor].Value += t.Value
		}
	}
	return p
}

// Scaled returns the parts with all but the level times a factor, and the level as given:
// how parts of the model's unit become parts in the series' unit. −0 leaves as 0, since the
// twin's JSON has no −0.
func (p Parts) Scaled(level, factor float64) Parts {
	out := Parts{
		Level: level, Trend: num.Mul(p.Trend, factor) + 0, Season: num.Mul(p.Season, factor) + 0,
		Calendar: num.Mul(p.Calendar, factor) + 0, Regressors: make([]Effect, len(p.Regressors)),
	}
	for i, e := range p.Regressors {
		out.Regressors[i] = Effect{Name: e.Name, Value: num.Mul(e.Value, factor) + 0}
	}
	return out
}

// Finite says whether the parts add up to a number. Twin: areFinite.
func (p Parts) Finite() bool {
	total := p.Level + p.Trend + p.Season + p.Calendar
	for _, e := range p.Regressors {
		total += e.Value
	}
	return math.Abs(total) <= math.MaxFloat64
}
