package plugin

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/frames"
	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/trace"
	"github.com/tidemark/tidemark/pkg/query/work"
)

// verdict is one series and what the engine says of it.
type verdict struct {
	series   frames.Series
	analysis *engine.Analysis
}

// cached is what was cached from one history about its newest slot: a verdict or a forecast of every
// series. A rule that asks each minute about steps of five minutes asks five times about the same
// slot, and once more for each number that its annotations show.
type cached[T any] struct {
	serial int64
	all    []T
}

const (
	// verdictMiB bounds all kept verdicts, and all kept forecasts.
	verdictMiB = 16
	// verdictBytes is about the memory of one series' verdict on one slot.
	verdictBytes = 800
	// readBytes is the memory of one point while it is read: time, value, and the copy that is
	// made when pieces are joined.
	readBytes = 24
	// queryMiB bounds the memory of one query, however much there is.
	queryMiB = 256
	// rowBytes is the memory of one slot in an answer: 13 columns of numbers with a pointer to
	// each, and a time. A verdict's columns have no pointers, and fit too.
	rowBytes = 240
)

// verdicts judges the series, or takes what was cached from the same history before.
func (d *Datasource) verdicts(ctx context.Context, q query.Query, p plan, m inputs) ([]verdict, error) {
	models := d.models(q, p, m)
	key := fmt.Sprintf("%s, %d to %d", models.prefix, p.fromMs, p.toMs)
	keep := q.Output.Number() && len(p.spec.Features.Regressors) == 0 // their histories have serials of their own
	if kept, ok := d.process.judged.Get(key); keep && ok && kept.serial == m.serial {
		observeVerdicts("hit")
		return kept.all, nil
	}
	observeVerdicts("miss")
	group := q.Output == query.Outliers
	verdicts, err := d.process.judging.Do(ctx, fmt.Sprintf("%s of %d, as a group: %v", key, m.serial, group), func(ctx context.Context) ([]verdict, error) {
		release, err := d.process.reserve(ctx, p.bytes(q.Output, len(m.series)))
		if err != nil {
			return nil, err
		}
		defer release()
		if group {
			return d.judgeGroup(ctx, p, m.series)
		}
		return d.judge(ctx, p, m, models)
	})
	if err == nil && keep {
		d.process.judged.Put(key, cached[verdict]{m.serial, withoutPoints(verdicts)}, int64(len(verdicts)*verdictBytes))
	}
	return verdicts, err
}

// withoutPoints lets go of the histories that the series belong to: they have a bound of
// their own.
func withoutPoints(verdicts []verdict) []verdict {
	light := make([]verdict, len(verdicts))
	for i, v := range verdicts {
		light[i] = verdict{analysis: v.analysis, series: withoutItsPoints(v.series)}
	}
	return light
}

func withoutItsPoints(s frames.Series) frames.Series {
	return frames.Series{Name: s.Name, Labels: s.Labels, Unit: s.Unit}
}

// reserve takes memory for a query under way.
//
// Errors: query/too-much-memory where it never fits, query/busy where it does not now.
func (p *Process) reserve(ctx context.Context, bytes int64) (release func(), err error) {
	if err := p.fits(bytes); err != nil {
		return nil, err
	}
	release, ok := p.memory.Reserve(ctx, bytes)
	if !ok {
		held, limit := p.memory.Held()
		return nil, backend.DownstreamError(fault.New("query/busy",
			"query: it needs about %d MiB while other queries hold %d of %d; want it to fit. Try again in a minute, ask for fewer series, or raise memory_mib in Grafana's ini file.",
			bytes>>20, held>>20, limit>>20))
	}
	return release, nil
}

// fits refuses what no release of memory would make fit.
//
// Errors: query/too-much-memory.
func (p *Process) fits(bytes int64) error {
	most := min(p.memory.MaxOfOne(), queryMiB<<20)
	if bytes <= most {
		return nil
	}
	return backend.DownstreamError(fault.New("query/too-much-memory",
		"query: it needs about %d MiB; want at most %d, which is what memory_mib in Grafana's ini file leaves one query. Lengthen grid.step, shorten train.window or the range, ask for fewer series or columns.", bytes>>20, most>>20))
}

// judge runs the engine on every series. Its verdicts may be shared by callers with the same
// question: they are not to be changed.
func (d *Datasource) judge(ctx context.Context, p plan, m inputs, models querysModels) (_ []verdict, err error) {
	ctx, end := trace.Start(ctx, "judge", trace.Count("series", int64(len(m.series))), trace.Count("slots", p.slots()))
	defer func() { end(err) }()
	return eachSeries(ctx, d, p, m, func(ctx context.Context, s frames.Series, input engine.Input, window engine.Window) (verdict, error) {
		input.Others, input.Pools = m.others, models
		analysis, err := engine.Analyse(ctx, input, p.spec, window, models.of(s))
		return verdict{series: s, analysis: analysis}, err
	})
}

// eachSeries calls job for every series of a query, on all processors, alerts before
// dashboards and organisations in turn.
func eachSeries[T any](ctx context.Context, d *Datasource, p plan, m inputs,
	job func(context.Context, frames.Series, engine.Input, engine.Window) (T, error)) ([]T, error) {
	defer d.process.scheduler.Begin(ctx)()
	results := make([]T, len(m.series))
	err := work.Each(ctx, len(m.series), runtime.GOMAXPROCS(0), func(ctx context.Context, i int) error {
		release, err := d.process.scheduler.Take(ctx)
		if err != nil {
			return err
		}
		defer release()
		defer observeJudged(time.Now())
		input := engine.Input{Series: p.slice(m.series[i]), Regressors: m.regressors}
		results[i], err = job(ctx, m.series[i], input, engine.Window{FromMs: p.fromMs, ToMs: p.endMs(), StepMs: p.stepMs})
		return err
	})
	return results, err
}
