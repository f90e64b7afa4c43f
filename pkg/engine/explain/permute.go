package explain

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/fit"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// The groups of features of Importance. Holidays are listed where there
// are some.
const (
	GroupTime      = "time"      // the instant: trend, steps, periods of the series' own
	GroupTimeOfDay = "timeOfDay" // on the wall clock
	GroupDayOfWeek = "dayOfWeek" // with weekends
	GroupHoliday   = "holiday"
	GroupRegressor = "regressor"
)

// Importance is the permutation importance of one group of features.
type Importance struct {
	Group    string  `json:"group"`
	Name     string  `json:"name"`     // of a regressor; else the group's
	Increase float64 `json:"increase"` // of the mean absolute error, once the group says nothing; may be below 0 by chance
	Share    float64 `json:"share"`    // of all increases above 0, from 0 to 1
}

// rounds of shuffling are averaged.
const rounds = 5

// Permute measures what each group of features is worth to a model: by how much its error
// on rows that it has not learnt from grows when the group's values are shuffled between
// the rows. errorAt gives the size of one row's error for a prediction in the model's unit;
// errors have its unit. calendar and covariates have shape [n ≥ 1]. All groups meet the same shuffles of a seed, 0 ≤ seed < 2^53. Nothing is changed.
//
// Errors: num/bad-seed, the context's. Source: Breiman (2001), section 10; Fisher et al. (2019).
// Twin: permute in src/engine/explain/permute.ts.
func Permute(ctx context.Context, m fit.Model, calendar features.Calendar, covariates []clean.Covariate, errorAt func(row int, expected float64) float64, seed int64) (meanError float64, groups []Importance, err error) {
	orders, err := shuffles(len(calendar.TimesMs), seed)
	if err != nil {
		return 0, nil, err
	}
	meanError = errorOf(m.Predict(ctx, calendar, covariates), errorAt)
	add := func(group, name string, predict func(order []int) []float64) {
		total := 0.0
		for _, order := range orders {
			if ctx.Err() != nil {
				return
			}
			total += errorOf(predict(order), errorAt)
		}
		groups = append(groups, Importance{Group: group, Name: name, Increase: total/rounds - meanError})
	}
	for _, group := range groupsOf(calendar) {
		add(group, group, func(order []int) []float64 {
			return m.Predict(ctx, shuffleCalendar(calendar, group, order), covariates)
		})
	}
	for k, e := range covariates {
		add(GroupRegressor, e.Name, func(order []int) []float64 {
			others := append([]clean.Covariate(nil), covariates...)
			others[k] = e.Pick(order)
			return m.Predict(ctx, calendar, others)
		})
	}
	share(groups)
	return meanError, groups, ctx.Err()
}

// shuffles returns as many orders of n rows as there are rounds.
func shuffles(n int, seed int64) ([][]int, error) {
	random, err := num.NewRandom(seed)
	if err != nil {
		return nil, err
	}
	orders := make([][]int, rounds)
	for r := range orders {
		orders[r] = make([]int, n)
		for i := range orders[r] {
			orders[r][i] = i
		}
		num.Shuffle(random, orders[r])
	}
	return orders, nil
}

// errorOf returns the mean absolute error over the rows where something is expected; 0
// without any.
func errorOf(expected []float64, errorAt func(row int, expected float64) float64) float64 {
	total, n := 0.0, 0.0
	for i, e := range expected {
		if !math.IsNaN(e) {
			total += errorAt(i, e)
			n++
		}
	}
	return total / max(n, 1)
}

// share gives each group its part of what all groups together are worth.
func share(groups []Importance) {
	total := 0.0
	for _, g := range groups {
		total += max(g.Increase, 0)
	}
	for i := range groups {
		if total > 0 {
			groups[i].Share = max(groups[i].Increase, 0) / total
		}
	}
}
