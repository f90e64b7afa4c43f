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

// A series is given a band from minCold points of its own on, and a new one whenever
// their number has doubled. A band that rests on n of them is 1 + coldMargin/n times as wide.
const (
	minCold    = 4
	coldMargin = 8.0
)

// coldStart judges the slots from ≤ i < to of a cut that has too little to learn from, by
// what the other series of the query do or, without such, by the series' last points. Each
// slot's band rests on points before it alone. A slot is judged only if train.minPoints
// points are before it, and by others: the last points alone know no daily rhythm, and
// would call each morning an anomaly. All other slots keep Learning, with a band to look at.
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

// withhold takes the verdict of a slot back.
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

// coldModel makes a model of a series' first rows, and says whether others lent it theirs.
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

// stayLevel expects the median of the rows.
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
