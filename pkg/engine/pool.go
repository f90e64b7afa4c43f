package engine

import (
	"context"
	"math"
	"slices"

	"github.com/tidemark/tidemark/pkg/engine/band"
	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/detect"
	"github.com/tidemark/tidemark/pkg/engine/fit"
	"github.com/tidemark/tidemark/pkg/engine/pooled"
)

// pool is what the other series of a query teach at a cut.
type pool struct {
	series int // how many they are
	common pooled.Common
	center fit.Model // of their normalised median
	band   band.Band // in normalised units
	rules  detect.Rules
}

// mostOthers bounds the work for one new series: so many series, the first ones, teach.
const mostOthers = 8

// poolAt learns from the other series before a cut; nil where none has enough history, or
// they do not vary.
func (p *prepared) poolAt(ctx context.Context, cutMs int64) (*pool, error) {
	c, err := p.othersBefore(cutMs)
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
	fitted, _, err := fit.Fit(ctx, fit.Sample{StepMs: p.grid.StepMs, Calendar: q.calendar.Pick(rows), Values: values}, s)
	if err != nil {
		return nil, err
	}
	out := &pool{series: len(c.Values), common: common, center: fitted.Model}
	out.learnBand(q, rows, fitted)
	return out, nil
}

// othersBefore returns the first others with enough history before a cut, on one grid.
func (p *prepared) othersBefore(cutMs int64) (clean.Common, error) {
	o := clean.Options{Bounded: true, FromMs: cutMs - windowMs(p.spec, p.grid.StepMs), ToMs: cutMs - 1, StepMs: p.grid.StepMs}
	var grids []Grid
	for _, raw := range p.others {
		grid, err := clean.RegularGrid(raw, p.spec, o)
		if err != nil {
			return clean.Common{}, err
		}
		held := 0
		for i, v := range grid.Values {
			if !math.IsNaN(v) && !grid.Excluded[i] {
				held++
			}
		}
		if held >= p.leastPoints() && len(grids) < mostOthers {
			grids = append(grids, grid)
		}
	}
	return clean.Beside(grids), nil
}

// learnBand takes the band of that series which strays from the common shape as far as
// most: the upper middle one by the width of its core.
func (l *pool) learnBand(q *prepared, rows []int, fitted fit.Fitted) {
	type candidate struct {
		band  band.Band
		rules detect.Rules
		width float64
	}
	candidates := make([]candidate, len(l.common.Normalised))
	for i, z := range l.common.Normalised {
		var held []int
		var values, fits, outOfFold []float64
		for k, row := range rows {
			if !math.IsNaN(z[row]) {
				held, values = append(held, row), append(values, z[row])
				fits, outOfFold = append(fits, fitted.Fit[k]), append(outOfFold, fitted.OutOfFold[k])
			}
		}
		m := &Model{}
		m.learnBand(q, 0, len(z), held, values, fit.Fitted{Model: fitted.Model, Fit: fits, OutOfFold: outOfFold})
		candidates[i] = candidate{band: m.Band, rules: m.Rules, width: (m.Band.Core.Lower + m.Band.Core.Upper) * m.Band.Scale.Overall}
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
	l.band, l.rules = middle.band, middle.rules
}

// borrow gives a model the pool's shape on the level of the series' own rows; false where
// they have no place on it.
func (m *Model) borrow(l *pool, p *prepared, rows []int, values []float64) bool {
	level, spread := l.common.Place(values, l.center.Predict(p.calendar.Pick(rows), nil))
	if !(math.Abs(level) < mostPlace && spread > 1/mostPlace && spread < mostPlace) {
		return false
	}
	m.Unit = clean.Unit{Center: level, Pre: 1, Scale: spread, Transform: clean.Transform{Kind: clean.TransformNone}}
	m.Center, m.Band, m.Rules = l.center, l.band, l.rules
	return true
}

// mostPlace keeps what a borrowed unit multiplies within doubles.
const mostPlace = 1e150
