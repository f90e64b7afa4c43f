package engine

import (
	"context"
	"fmt"
	"math"
	"sort"

	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/fit"
	"github.com/tidemark/tidemark/pkg/engine/notice"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// A series gets an interval after minCold points, and a new one each time their number doubles. The interval of n
// points is 1 + coldMargin/n times as wide.
const (
	minCold    = 4
	coldMargin = 8.0
)

// coldStart judges the slots from ≤ i < to of a cutoff with too little history, by the pooled model of the query's
// other series or, without others, by the series' last points. Each slot's interval depends only on earlier points.
// Only the pooled model gives verdicts, and only after train.minPoints points, since the last points alone hold no
// daily season and would make each morning an anomaly. All other slots stay in the state Learning, with an interval
// to look at.
func (p *prepared) coldStart(ctx context.Context, a *Analysis, cutMs int64, from, to int) error {
	lo := p.firstAt(cutMs - windowMs(p.spec, p.grid.StepMs))
	rows := p.usable(lo, to)
	if len(rows) < minCold || rows[minCold-1] >= to-1 {
		return nil
	}
	pool, err := p.poolAt(ctx, cutMs)
	if err != nil {
		return err
	}
	for n := minCold; n <= len(rows); n *= 2 {
		start, end := max(from, rows[n-1]+1), to
		if 2*n <= len(rows) {
			end = min(to, rows[2*n-1]+1)
		}
		if start >= end {
			continue
		}
		m, borrowed := p.coldModel(ctx, pool, cutMs, lo, rows[:n])
		p.apply(ctx, a, m, start, end)
		for slot := start; slot < end; slot++ {
			if !borrowed || pointsBefore(rows, slot) < p.minPoints() {
				a.withhold(slot)
			}
		}
	}
	a.note(coldNotice(pool))
	return nil
}

func pointsBefore(rows []int, slot int) int { return sort.SearchInts(rows, slot) }

// withhold removes the verdict of a slot.
func (a *Analysis) withhold(slot int) {
	row := slot - a.firstSlot
	a.State[row] = Learning
	for _, column := range [][]float64{a.Score, a.Reason, a.Drift, a.Anomaly, a.Direction} {
		column[row] = math.NaN()
	}
}

func coldNotice(pool *Pool) Notice {
	if pool == nil {
		return Notice{Code: "fit/short-window", Severity: notice.Info,
			Text: "fit: too little history, so the band shows the last points alone, and nothing is judged by it."}
	}
	return Notice{Code: "fit/pooled", Severity: notice.Info,
		Text: fmt.Sprintf("fit: too little history, so the band has the shape that %d other series of the query have.", pool.Series)}
}

// coldModel makes a model of a series' first rows, and tells whether it is the pooled model.
func (p *prepared) coldModel(ctx context.Context, pool *Pool, cutMs int64, lo int, rows []int) (m *Model, borrowed bool) {
	values := make([]float64, len(rows))
	for i, row := range rows {
		values[i] = p.grid.Values[row]
	}
	m = &Model{Version: ModelVersion, CutMs: cutMs, StepMs: p.grid.StepMs, Notices: []Notice{}}
	borrowed = pool != nil && m.borrow(ctx, pool, p, rows, values)
	if !borrowed {
		m.stayLevel(ctx, p, lo, rows, values)
	}
	wider := 1 + coldMargin/float64(len(rows))
	m.Band, m.Limits = m.Band.Times(wider), m.Limits.Times(wider)
	return m, borrowed
}

// stayLevel makes the model whose expected value is the median of the rows.
func (m *Model) stayLevel(ctx context.Context, p *prepared, lo int, rows []int, values []float64) {
	m.Normalisation = clean.NormalisationOf(values, clean.Transform{Kind: clean.TransformNone})
	level := make([]float64, len(rows)) // the normalised scale's center is their median
	for i, v := range values {
		values[i] = m.Normalisation.Normalise(v)
	}
	m.Center = fit.Model{Kind: fit.KindSeasonal, Seasonal: &fit.Seasonal{
		Shape: fit.Profile{SlotMs: zone.DayMs, Values: []float64{0}}, Steps: []int64{}, Levels: []float64{0},
	}}
	m.learnErrorModel(ctx, p, lo, rows[len(rows)-1]+1, rows, values, fit.Fitted{Model: m.Center, Fit: level, OutOfFold: level})
}
