package engine

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/explain"
	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// Explanation splits the expected value of a slot into its parts. Level, Trend, Season,
// Calendar and the Regressors add up to Expected, in the series' unit, but for the bounds
// that a spec may set. Level holds the local level too.
type Explanation struct {
	TimeMs     int64            `json:"timeMs"` // first instant of the slot
	Value      *float64         `json:"value"`  // of the series; nil where it is missing
	Level      float64          `json:"level"`
	Trend      float64          `json:"trend"`
	Season     float64          `json:"season"`
	Calendar   float64          `json:"calendar"`
	Regressors []explain.Effect `json:"regressors"`
	Expected   float64          `json:"expected"`
	Verdict    string           `json:"verdict"` // one sentence
}

// ExplainAt explains the slot that holds an instant, with the model that Analyse judges it
// by. w gives the window's NowMs and StepMs; its range does not matter. It returns nil for
// a slot without a model or without its regressors, and for parts beyond all numbers.
// Nothing is changed.
//
// Errors: those of Analyse. Twin: explainAt in src/engine/explain/explanation.ts.
func ExplainAt(ctx context.Context, in Input, s Spec, w Window, timeMs int64, models ModelStore) (*Explanation, error) {
	slots, err := slotsFor(in.Series, s, w)
	if err != nil {
		return nil, err
	}
	w.FromMs = slots.Floor(timeMs)
	w.ToMs = w.FromMs
	grid, err := gridFor(in.Series, s, w)
	if err != nil {
		return nil, err
	}
	p, err := prepare(grid, s, in.Regressors)
	if err != nil {
		return nil, err
	}
	slot := p.firstAt(w.FromMs)
	if slot == len(grid.TimesMs) {
		return nil, nil
	}
	cutMs := cuts(s, p.zone).Floor(w.FromMs)
	m, err := p.modelOf(ctx, cutMs, models)
	if fault.Code(err) == "fit/too-few-points" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return p.explain(ctx, m, slot), ctx.Err()
}

// slotsFor returns the slots that a series is laid on.
func slotsFor(raw Series, s Spec, w Window) (clean.Slots, error) {
	stepMs, err := clean.Step(raw, s, w.StepMs)
	if err != nil {
		return clean.Slots{}, err
	}
	z, err := zone.Load(s.Features.Timezone)
	return clean.NewSlots(stepMs, z), err
}

// explain explains one slot of the grid by a model; nil where nothing is expected.
func (p *prepared) explain(ctx context.Context, m *Model, slot int) *Explanation {
	j := p.judge(ctx, m, p.firstRemembered(slot), slot+1)
	i := len(j.expected) - 1
	if math.IsNaN(j.expected[i]) {
		return nil
	}
	covariates := make([]clean.Covariate, len(p.covariates))
	for k, e := range p.covariates {
		covariates[k] = e.Slice(slot, slot+1)
	}
	parts := explain.PartsOf(m.Center, p.clock.Between(slot, slot+1), covariates)
	level := parts.Level + j.deviations.Level[i]
	parts = parts.Scaled(m.Normalisation.Denormalise(level), m.Normalisation.Slope(level, j.expected[i]))
	if !parts.Finite() {
		return nil
	}
	var value *float64
	if v := p.grid.Values[slot] + 0; !math.IsNaN(v) { // + 0: the twin's JSON has no −0
		value = &v
	}
	return &Explanation{
		TimeMs: p.grid.TimesMs[slot], Value: value, Level: parts.Level, Trend: parts.Trend, Season: parts.Season,
		Calendar: parts.Calendar, Regressors: parts.Regressors, Expected: p.bounded(m, j.expected[i]),
		Verdict: explain.Verdict(explain.Finding{
			Score: j.Score[i], Reason: j.Reason[i], Excluded: p.grid.Excluded[slot], Above: j.Residuals[i] > 0,
		}),
	}
}
