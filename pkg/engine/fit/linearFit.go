package fit

import (
	"context"

	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/spec"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// LinearOptions are the spec's options.
type LinearOptions struct {
	Ridge  float64 // penalty per row on each standardised coefficient but the level
	Robust bool    // whether far rows lose their weight
	Search bool    // whether to look for a period that is neither day nor week
}

// linearOptions reads the spec's options.
func linearOptions(sp spec.Spec) LinearOptions {
	return LinearOptions{Ridge: sp.Model.Ridge, Robust: sp.Clean.Outliers == "robust", Search: sp.Features.Seasonality.Auto}
}

// linearFit is a linear model in the making.
type linearFit struct {
	Linear
	sample  Sample
	options LinearOptions
	x       features.Matrix // standardised
	target  []float64       // the values, less the cycles once there are any
	weights []float64
	slot    []int       // of the leftover shape
	bins    [][]int     // of each cycle
	without [][]float64 // of each fold, predictions for all rows by the fit without it, shape [n]
}

// The rounds of reweighting of a first fit, which only shows the season, and of the last.
const (
	firstRounds = 2
	lastRounds  = 4
)

// FitLinear learns a linear model. The sample has n ≥ 1 rows and is not changed.
//
// Errors: the context's; those of GramOf and SolveGram, which none of our samples gives.
// Source: Hoerl & Kennard (1970); Beaton & Tukey (1974) for the weights.
// Twin: src/engine/fit/linearFit.ts.
func FitLinear(ctx context.Context, s Sample, designSpec features.DesignSpec, o LinearOptions) (Fitted, error) {
	fitted, l, err := fitLinear(ctx, s, designSpec, o)
	if err == nil {
		s.Scratch.Leave(l.x)
	}
	return fitted, err
}

// fitLinear is FitLinear with its intermediate results.
func fitLinear(ctx context.Context, s Sample, designSpec features.DesignSpec, o LinearOptions) (Fitted, *linearFit, error) {
	l := &linearFit{Linear: Linear{DesignSpec: designSpec, Cycles: []Cycle{}}, sample: s, options: o, target: s.Values}
	l.x = designSpec.Design(ctx, s.Calendar, s.Covariates, s.Scratch)
	if err := ctx.Err(); err != nil {
		return Fitted{}, nil, err
	}
	if err := l.interact(ctx); err != nil {
		return Fitted{}, nil, err
	}
	residuals, err := l.reweight(ctx, lastRounds)
	if err != nil {
		return Fitted{}, nil, err
	}
	if err := l.findCycles(ctx, residuals); err != nil {
		return Fitted{}, nil, err
	}
	if l.ResidualProfile = residualProfileShape(designSpec, s.StepMs); l.ResidualProfile != nil {
		l.slot = l.ResidualProfile.slotsOf(s.Calendar)
	}
	fitted, err := l.crossFit(ctx)
	return fitted, l, err
}

// residualProfileShape returns the form of the leftover shape; nil where the history is too short for any.
func residualProfileShape(designSpec features.DesignSpec, stepMs int64) *Profile {
	span := designSpec.SpanMs
	switch {
	case designSpec.Day > 0 && designSpec.Week > 0 && span >= daysForHours*zone.DayMs && stepMs >= hourMs:
		return &Profile{SlotMs: stepMs, Week: true}
	case designSpec.Day > 0 && span >= daysForRest*zone.DayMs:
		return &Profile{SlotMs: max(stepMs, profileSlotMs), Weekend: span >= daysForWeekend*zone.DayMs}
	case stepMs == zone.DayMs && designSpec.Week > 0 && span >= daysForMonth*zone.DayMs:
		return &Profile{SlotMs: stepMs, Month: true}
	}
	return nil
}

// The leftover shape needs daysForRest days, a weekend's own daysForWeekend; finer slots
// than profileSlotMs hold too few values.
const (
	daysForRest    = 3
	daysForWeekend = 10
	daysForHours   = 28 // of each hour of the week four values, at hourly steps
	daysForMonth   = 365
	hourMs         = 3_600_000
	daysForSearch  = 2
	profileSlotMs  = 300_000
)

// interact standardises the columns, and adds those of regressors that grow with the
// season.
func (l *linearFit) interact(ctx context.Context) error {
	inputs := 0
	for _, c := range l.DesignSpec.Columns() {
		if c.Part == features.PartRegressor {
			inputs++
		}
	}
	raw := l.x
	if inputs > 0 {
		l.x.Data = append([]float64(nil), raw.Data...)
	}
	l.standardise(0)
	if inputs == 0 || l.x.Rows < rowsPerColumn*(l.x.Cols+inputs) {
		return nil
	}
	if _, err := l.reweight(ctx, firstRounds); err != nil {
		return err
	}
	solution, err := l.solution(ctx)
	if err != nil {
		return err
	}
	if l.Interaction = learnInteraction(l.x, solution.Coefficients, inputs); l.Interaction != nil {
		first := l.x.Cols
		l.x = l.Interaction.widen(l.x, raw)
		l.standardise(first)
	}
	return nil
}

// maxCycles bounds the periods of a series' own.
const maxCycles = 3

// findCycles looks for periods in the residuals of a first fit, one after the other; with
// each, rows are weighted anew by how far they are from what the cycles leave.
func (l *linearFit) findCycles(ctx context.Context, residuals []float64) error {
	if !l.options.Search || l.DesignSpec.SpanMs < daysForSearch*zone.DayMs {
		return nil
	}
	for len(l.Cycles) < maxCycles {
		if err := ctx.Err(); err != nil {
			return err
		}
		c := findCycle(l.sample, residuals, l.DesignSpec.SpanMs)
		if c == nil {
			return nil
		}
		bin := c.bins(l.sample.Calendar.TimesMs, len(c.Values))
		l.Cycles, l.bins = append(l.Cycles, *c), append(l.bins, bin)
		target := make([]float64, len(l.target))
		for i, y := range l.target {
			target[i] = y - c.Values[bin[i]]
		}
		l.target = target
		var err error
		if residuals, err = l.reweight(ctx, lastRounds); err != nil {
			return err
		}
	}
	return nil
}
