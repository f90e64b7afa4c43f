package plugin

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/frames"
	"github.com/tidemark/tidemark/pkg/query/trace"
)

// judgeGroup judges the series against each other instead of against their own past. Its
// verdicts have the form of judge's: expected is the middle of the normal series, lower and
// upper their limit; there is no interval.
func (d *Datasource) judgeGroup(ctx context.Context, p plan, series []frames.Series) (_ []verdict, err error) {
	ctx, end := trace.Start(ctx, "judge group", trace.Count("series", int64(len(series))), trace.Count("slots", p.slots()))
	defer func() { end(err) }()
	release, err := d.process.scheduler.Take(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	group := make([]engine.Series, len(series))
	for i, s := range series {
		group[i] = p.slice(s)
	}
	window := engine.Window{FromMs: p.fromMs, ToMs: p.endMs(), StepMs: p.stepMs}
	g, err := engine.JudgeGroup(ctx, group, p.spec, window)
	if err != nil {
		return nil, err
	}
	verdicts := make([]verdict, len(series))
	for i, member := range g.Members {
		verdicts[i] = verdict{series: series[i], analysis: memberAnalysis(g, member)}
	}
	return verdicts, nil
}

func memberAnalysis(g *engine.Group, m engine.Member) *engine.Analysis {
	a := &engine.Analysis{
		StepMs: g.StepMs, TimesMs: g.TimesMs, Value: m.Value, Expected: g.Expected, Lower: g.Lower, Upper: g.Upper,
		Score: m.Score, Anomaly: m.Outlier, Notices: g.Notices, State: make([]uint8, len(g.TimesMs)),
		IntervalLower: missing(len(g.TimesMs)), IntervalUpper: missing(len(g.TimesMs)), Direction: missing(len(g.TimesMs)),
		Reason: missing(len(g.TimesMs)), Drift: missing(len(g.TimesMs)), // a group has one limit
	}
	for i, outlier := range m.Outlier {
		switch deviation := m.Value[i] - g.Expected[i]; {
		case math.IsNaN(outlier):
			a.State[i] = engine.Missing
			continue
		case deviation < 0:
			a.Direction[i] = -1
		case deviation > 0:
			a.Direction[i] = 1
		default:
			a.Direction[i] = 0
		}
		a.State[i] = engine.Normal
		if outlier == 1 {
			a.State[i] = engine.Anomalous
		}
	}
	return a
}

func missing(n int) []float64 {
	none := make([]float64, n)
	for i := range none {
		none[i] = math.NaN()
	}
	return none
}
