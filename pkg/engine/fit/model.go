package fit

import (
	"context"
	"slices"

	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/features"
)

// The kinds of Model, the simplest first.
const (
	KindSeasonal = "seasonal"
	KindLinear   = "linear"
	KindTree     = "tree"
	KindForest   = "forest"
	KindBoosted  = "boosted"
	KindNeural   = "neural"
)

// Model is a mean model: it predicts the expected value of an instant. Exactly the field that Kind names is set;
// Trees is
// that of tree, forest and boosted.
type Model struct {
	Kind      string    `json:"kind"`
	Seasonal  *Seasonal `json:"seasonal,omitempty"`
	Linear    *Linear   `json:"linear,omitempty"`
	Trees     *Trees    `json:"trees,omitempty"`
	Neural    *Neural   `json:"neural,omitempty"`
	WeekStart int       `json:"weekStart,omitempty"` // the first day after the weekend, 0 is Monday
}

// rowsAtOnce bounds the rows that are made to predict: a design of 40 columns then stays in a
// 1 MB cache, however many instants are asked for.
const rowsAtOnce = 2048

// Predict returns the expected value at instants, shape [n], in the history's unit; NaN
// where a regressor that the model uses is missing. The calendar's week begins on Monday. The
// arguments are not changed. Once the context is done the rest is of no use: callers check it.
func (m Model) Predict(ctx context.Context, calendar features.Calendar, covariates []clean.Covariate) []float64 {
	calendar = calendar.WeekFrom(m.WeekStart)
	n := len(calendar.TimesMs)
	if n <= rowsAtOnce {
		return m.predict(ctx, calendar, covariates, nil)
	}
	out, part, scratch := make([]float64, 0, n), make([]clean.Covariate, len(covariates)), &features.Scratch{}
	for from := 0; from < n; from += rowsAtOnce {
		to := min(from+rowsAtOnce, n)
		for i, e := range covariates {
			part[i] = e.Slice(from, to)
		}
		out = append(out, m.predict(ctx, calendar.Slice(from, to), part, scratch)...)
	}
	return out
}

func (m Model) predict(ctx context.Context, calendar features.Calendar, covariates []clean.Covariate, scratch *features.Scratch) []float64 {
	switch m.Kind {
	case KindSeasonal:
		return m.Seasonal.Predict(calendar)
	case KindTree, KindForest, KindBoosted:
		return m.Trees.Predict(ctx, calendar, covariates, scratch)
	case KindNeural:
		return m.Neural.Predict(ctx, calendar, covariates, scratch)
	}
	return m.Linear.Predict(calendar, covariates, scratch)
}

// Terms returns the summands of the expected value of one instant; calendar and covariates
// hold that instant alone; the week begins on Monday. Nothing is changed.
func (m Model) Terms(calendar features.Calendar, covariates []clean.Covariate) []Term {
	calendar = calendar.WeekFrom(m.WeekStart)
	switch {
	case m.Seasonal != nil:
		return m.Seasonal.Terms(calendar)
	case m.Trees != nil:
		return m.Trees.Terms(calendar, covariates)
	case m.Neural != nil:
		return m.Neural.Terms(calendar, covariates)
	}
	return m.Linear.Terms(calendar, covariates)
}

// Knows says whether regressors are those that the model has learnt from, in their order.
func (m Model) Knows(covariates []clean.Covariate) bool {
	var designSpec features.DesignSpec
	switch {
	case m.Linear != nil:
		designSpec = m.Linear.DesignSpec
	case m.Neural != nil:
		designSpec = m.Neural.Linear.DesignSpec
	case m.Trees != nil:
		designSpec = m.Trees.DesignSpec
	default:
		return true // a seasonal model asks none
	}
	return slices.EqualFunc(designSpec.Regressors, covariates, func(in features.Input, e clean.Covariate) bool {
		return in.Name == e.Name && in.Kind == e.Kind
	})
}

// Fitted is a model with its predictions for its own history. Fit and OutOfFold have shape [n].
type Fitted struct {
	Model        Model
	Fit          []float64     // by the model
	OutOfFold    []float64     // by models that did not learn from the row's fold
	Dropped      int           // columns left out since others explain them
	Eliminations []Elimination // nil unless features.select chose
}
