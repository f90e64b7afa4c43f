package engine

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/detect"
	"github.com/tidemark/tidemark/pkg/engine/notice"
	"github.com/tidemark/tidemark/pkg/engine/outliers"
	"github.com/tidemark/tidemark/pkg/engine/spec"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// Group is the comparison of the series of one query. Expected, Lower and Upper
// have shape [n], as every member's slices have: the normal cluster's middle and band, NaN
// where nothing is normal.
type Group struct {
	StepMs                 int64
	TimesMs                []int64 // the first instant of each slot
	Expected, Lower, Upper []float64
	Members                []Member // one a series, in the order of the input
	Notices                []Notice
}

// Member is one series of a group.
type Member struct {
	Value   []float64
	Score   []float64 // ≥ 0; 1 at the group's limit, above 1 outside
	Outlier []float64 // 0 or 1; NaN = undecided
}

// minGroupSlots are remembered where a day has fewer.
const minGroupSlots = 12

// JudgeGroup finds the series of a query that deviate from the others (spec.outliers). A slot's
// verdict depends on the day before it, and on as many slots as detect asks for, alone.
// With fewer than three series nothing is judged, and a notice says so. Nothing is changed.
//
// Errors: those of Analyse that are about series and window. Twin: judgeGroup in
// src/engine/outliers/group.ts.
func JudgeGroup(ctx context.Context, group []Series, s Spec, w Window) (*Group, error) {
	if err := w.check(); err != nil {
		return nil, err
	}
	stepMs, err := groupStep(group, s, w.StepMs)
	if err != nil {
		return nil, err
	}
	remembered := max(minGroupSlots, int(zone.DayMs/stepMs))
	_, n, hold := detect.DecisionWindow(s.Detect)
	back := int64(remembered+n+hold) * stepMs
	if s.Clean.Missing == "hold" {
		back += MemoryMs // a held value may be a day old
	}
	grids := make([]Grid, len(group))
	for i, raw := range group {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if grids[i], err = layGrid(raw, s, stepMs, w.FromMs-back, w); err != nil {
			return nil, err
		}
	}
	g := &Group{StepMs: stepMs, TimesMs: []int64{}, Members: make([]Member, len(group)), Notices: []Notice{}}
	if len(group) < 3 {
		g.Notices = append(g.Notices, Notice{Code: "outliers/too-few-series", Severity: notice.Warning,
			Text: "outliers: fewer than three series; want a query that returns three or more that should be alike."})
	}
	g.judge(ctx, clean.Beside(grids), s, w.FromMs, remembered)
	return g, ctx.Err()
}

// groupStep returns the coarsest step of the series, so that each has its points in a slot.
func groupStep(group []Series, s Spec, stepMs int64) (int64, error) {
	coarsest := int64(0)
	for _, raw := range group {
		if len(raw.TimesMs) < 2 {
			continue // it has no spacing
		}
		step, err := clean.Step(raw, s, stepMs)
		if err != nil {
			return 0, err
		}
		coarsest = max(coarsest, step)
	}
	if coarsest > 0 {
		return coarsest, nil
	}
	return clean.Step(Series{}, s, stepMs)
}

// judge fills the group with the verdicts of the slots from fromMs on.
func (g *Group) judge(ctx context.Context, c clean.Common, s Spec, fromMs int64, remembered int) {
	v := outliers.Judge(ctx, c.Values, s.Outliers, s.Band.MinWidth, remembered)
	from := 0
	for from < len(c.TimesMs) && c.TimesMs[from] < fromMs {
		from++
	}
	g.TimesMs = append(g.TimesMs, c.TimesMs[from:]...)
	g.Expected, g.Lower, g.Upper = v.Expected[from:], v.Lower[from:], v.Upper[from:]
	for i, values := range c.Values {
		count(values, v.Scores[i], v.Expected, s.Detect)
		outlier := detect.Decide(v.Scores[i], s.Detect)
		g.Members[i] = Member{Value: values[from:], Score: v.Scores[i][from:], Outlier: outlier[from:]}
	}
	if len(g.TimesMs) == 0 {
		g.Notices = append(g.Notices, noPoints)
	}
}

// count keeps deviations that the spec does not count from scoring above the limit, or at all.
func count(values, scores, expected []float64, d spec.Detect) {
	for i, score := range scores {
		deviation := values[i] - expected[i]
		if math.Abs(deviation) < d.MinDeviation.Of(math.Abs(expected[i])) {
			scores[i] = min(score, 1)
		}
		if d.Direction == "above" && deviation < 0 || d.Direction == "below" && deviation > 0 {
			scores[i] = 0
		}
	}
}
