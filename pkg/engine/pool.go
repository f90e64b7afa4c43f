package engine

import (
	"context"
	"math"
	"slices"

	"github.com/tidemark/tidemark/pkg/engine/band"
	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/detect"
	"github.com/tidemark/tidemark/pkg/engine/fit"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/pooled"
)

// Pool is the pooled model of the other series of a query at a cut: a pure function of them, of spec, step
// and cut, so that all who are new share it. It serialises to JSON without loss.
type Pool struct {
	Series int             // how many they are
	Common pooled.Common   // without the series themselves
	Center fit.Model       // of their normalised median
	Band   band.ErrorModel // in normalised units
	Limits detect.Limits
}

// PoolStore lets a caller keep pools. Whether it does changes no number.
type PoolStore interface {
	// Pool returns what learn returned for this cut, now or before; nil where there is nothing to learn.
	Pool(ctx context.Context, cutMs int64, learn func(context.Context) (*Pool, error)) (*Pool, error)
}

// maxOthers bounds the work for one cut: the pooled model learns from at most so many series.
const maxOthers = 8

// poolAt takes the cut's pool from the store, or learns it.
func (p *prepared) poolAt(ctx context.Context, cutMs int64) (*Pool, error) {
	learn := func(ctx context.Context) (*Pool, error) { return p.learnPool(ctx, cutMs) }
	if p.pools == nil || len(p.others) == 0 {
		return learn(ctx)
	}
	return p.pools.Pool(ctx, cutMs, learn)
}

// learnPool learns from the other series before a cut; nil where none has enough history, or
// they do not vary.
func (p *prepared) learnPool(ctx context.Context, cutMs int64) (*Pool, error) {
	teachers, err := p.teachers(ctx, cutMs)
	c := clean.Beside(teachers)
	if err != nil || len(c.Values) == 0 {
		return nil, err
	}
	common := pooled.Find(c.Values)
	if common.Spread == 0 {
		return nil, nil
	}
	s := p.spec
	s.Model.Kind, s.Features.Regressors = fit.KindSeasonal, nil
	typical := Grid{StepMs: p.grid.StepMs, TimesMs: c.TimesMs, Values: common.Typical, Excluded: c.Excluded}
	q, err := prepare(typical, s, nil)
	if err != nil {
		return nil, err
	}
	rows := q.usable(0, len(c.TimesMs))
	values := make([]float64, len(rows))
	for i, row := range rows {
		values[i] = common.Typical[row]
	}
	fitted, _, err := fit.Fit(ctx, fit.Sample{StepMs: p.grid.StepMs, Calendar: q.clock.At(rows), Values: values}, s)
	if err != nil {
		return nil, err
	}
	out := &Pool{Series: len(c.Values), Common: pooled.Common{Relative: common.Relative, Spread: common.Spread}, Center: fitted.Model}
	out.learnErrorModel(ctx, q, common.Normalised, rows, fitted)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return out, nil
}

// teachers returns the grids of those series that have most history before a cut, first the one
// that has most. No more of them are observed at one time.
func (p *prepared) teachers(ctx context.Context, cutMs int64) ([]Grid, error) {
	o := clean.Options{Bounded: true, FromMs: cutMs - windowMs(p.spec, p.grid.StepMs), ToMs: cutMs - 1, StepMs: p.grid.StepMs}
	var best []Grid
	for _, raw := range p.others {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		grid, err := clean.RegularGrid(raw, p.spec, o)
		if err != nil {
			return nil, err
		}
		for i, excluded := range grid.Excluded {
			if excluded {
				grid.Values[i] = math.NaN()
			}
		}
		if num.CountPresent(grid.Values) < p.minPoints() {
			continue
		}
		at := len(best)
		for at > 0 && pooled.CompareHistories(grid.Values, best[at-1].Values) < 0 {
			at--
		}
		best = slices.Insert(best, at, grid)
		best = best[:min(len(best), maxOthers)]
	}
	return best, nil
}

// learnErrorModel takes the error model of the series with the median deviation from the common shape: the upper
// middle one by the width of its interval.
func (l *Pool) learnErrorModel(ctx context.Context, q *prepared, normalised [][]float64, rows []int, fitted fit.Fitted) {
	type candidate struct {
		band   band.ErrorModel
		limits detect.Limits
		width  float64
	}
	candidates := make([]candidate, len(normalised))
	for i, z := range normalised {
		var observed []int
		var values, fits, outOfFold []float64
		for k, row := range rows {
			if !math.IsNaN(z[row]) {
				observed, values = append(observed, row), append(values, z[row])
				fits, outOfFold = append(fits, fitted.Fit[k]), append(outOfFold, fitted.OutOfFold[k])
			}
		}
		m := &Model{}
		m.learnErrorModel(ctx, q, 0, len(z), observed, values, fit.Fitted{Model: fitted.Model, Fit: fits, OutOfFold: outOfFold})
		candidates[i] = candidate{band: m.Band, limits: m.Limits, width: (m.Band.Interval.Lower + m.Band.Interval.Upper) * m.Band.Scale.Overall}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int {
		switch {
		case a.width < b.width:
			return -1
		case a.width > b.width:
			return 1
		}
		return 0
	})
	middle := candidates[len(candidates)/2]
	l.Band, l.Limits = middle.band, middle.limits
}

// borrow gives a model the pool's shape on the level of the series' own rows; false where
// they have no place on it.
func (m *Model) borrow(ctx context.Context, l *Pool, p *prepared, rows []int, values []float64) bool {
	level, spread := l.Common.Place(values, l.Center.Predict(ctx, p.clock.At(rows), nil))
	if !(math.Abs(level) < maxPlace && spread > 1/maxPlace && spread < maxPlace) {
		return false
	}
	m.Normalisation = clean.Normalisation{Center: level, Pre: 1, Scale: spread, Transform: clean.Transform{Kind: clean.TransformNone}}
	m.Center, m.Band, m.Limits = l.Center, l.Band, l.Limits
	m.Limits.Stuck = 0 // the limit of repeats is specific to a series
	return true
}

// maxPlace keeps what a borrowed normalisation multiplies within doubles.
const maxPlace = 1e150
