//go:build measure

package engine

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/adapt"
	"github.com/tidemark/tidemark/pkg/engine/band"
	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/detect"
	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// Recorded is one training cut of a walk, and the slots that it judges: all that the detector
// reads there, so that it can be run again with other constants. For the accuracy bench alone.
type Recorded struct {
	StepMs                                            int64
	History                                           History
	Normalisation                                     clean.Normalisation
	Band                                              band.ErrorModel
	Lead                                              int       // slots before the judged ones
	TimesMs                                           []int64   // these and all that follow have one row a slot, those of the lead first
	Raw                                               []float64 // in the series' unit
	Dropped                                           []bool    // excluded
	Values, Expected, Residuals, Scale, Level, Factor []float64
}

// History is what LearnLimits was given.
type History struct {
	TimesMs                         []int64
	Values, Residuals, Scale, Level []float64
}

// leadMs covers every window that the bench tries, of which the longest is four times the hourly mean's.
const leadMs = MemoryMs + 5*3_600_000 // a day and five hours

// Record walks as Analyse does and hands over every cut that has a model.
func Record(ctx context.Context, in Input, s Spec, w Window, take func(Recorded) error) error {
	last := History{}
	learnLimits = func(timesMs []int64, values []float64, d adapt.Deviations, stepMs int64, alertsPerWeek float64) detect.Limits {
		last = History{TimesMs: timesMs, Values: values, Residuals: d.Residuals, Scale: d.Scale, Level: d.Level}
		return detect.LearnLimits(timesMs, values, d, stepMs, alertsPerWeek)
	}
	defer func() { learnLimits = detect.LearnLimits }()
	grid, err := gridFor(in.Series, s, w)
	if err != nil {
		return err
	}
	p, err := prepare(grid, s, in.Regressors)
	if err != nil {
		return err
	}
	division := cuts(p.spec, p.zone)
	for from := p.firstAt(w.FromMs); from < len(p.grid.TimesMs); {
		index := division.Index(p.grid.TimesMs[from])
		to := p.firstAt(division.TimeMs(index + 1))
		m, err := p.train(ctx, division.TimeMs(index))
		if fault.Code(err) != "fit/too-few-points" {
			if err != nil {
				return err
			}
			r, err := p.record(ctx, m, last, from, to)
			if err != nil {
				return err
			}
			if err := take(r); err != nil {
				return err
			}
		}
		from = to
	}
	return nil
}

// record refuses what does not give the engine's own scores again.
func (p *prepared) record(ctx context.Context, m *Model, h History, from, to int) (Recorded, error) {
	first, own := p.firstAt(p.grid.TimesMs[from]-leadMs), p.firstRemembered(from)
	j := p.deviate(ctx, m, first, to)
	r := Recorded{
		StepMs: p.grid.StepMs, History: h, Normalisation: m.Normalisation, Band: m.Band, Lead: from - first,
		TimesMs: p.grid.TimesMs[first:to], Raw: p.grid.Values[first:to], Dropped: p.grid.Excluded[first:to],
		Values: j.Values, Expected: j.expected, Residuals: j.deviations.Residuals,
		Scale: j.deviations.Scale, Level: j.deviations.Level, Factor: j.deviations.Factor,
	}
	again := r.Again(m.Limits, p.spec)
	for i, want := range p.judge(ctx, m, own, to).Score[from-own:] {
		if again[i] != want && !(math.IsNaN(again[i]) && math.IsNaN(want)) {
			return r, fault.New("measure/other-score", "BUG: measure: slot %d of cut %d scores %g; want the engine's %g", i, m.CutMs, again[i], want)
		}
	}
	return r, nil
}

// Deviations returns a history's, as LearnLimits reads them.
func (h History) Deviations() adapt.Deviations {
	return adapt.Deviations{Residuals: h.Residuals, Scale: h.Scale, Level: h.Level}
}

// Again scores the judged slots with the limits given.
func (r Recorded) Again(limits detect.Limits, s Spec) []float64 {
	from := max(0, r.Lead-int(detect.MemoryMs/r.StepMs)-2) // and the two slots before
	p := &prepared{spec: s, grid: Grid{StepMs: r.StepMs, TimesMs: r.TimesMs, Values: r.Raw, Excluded: r.Dropped}}
	j := judgement{expected: r.Expected[from:], deviations: adapt.Deviations{Residuals: r.Residuals[from:], Scale: r.Scale[from:], Level: r.Level[from:], Factor: r.Factor[from:]}}
	j.Values = r.Values[from:]
	return p.score(&Model{StepMs: r.StepMs, Normalisation: r.Normalisation, Band: r.Band, Limits: limits}, from, j).Score[r.Lead-from:]
}
