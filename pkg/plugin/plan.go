package plugin

import (
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/spec"
	"github.com/tidemark/tidemark/pkg/engine/zone"
	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/upstream"
)

// plan says which points a query reads and which of them it judges. It depends on the spec
// and the time range alone, never on maxDataPoints, intervalMs or a panel's width.
type plan struct {
	spec    engine.Spec
	notices []engine.Notice
	stepMs  int64
	// fromMs … toMs are the slots to judge. toMs is the newest slot that is complete and
	// older than the spec's delay; no newer one is read or judged.
	fromMs, toMs int64
	// whole says that an answer which the upstream calls incomplete is an error.
	whole bool
	// ask is what those slots depend on, on the upstream's grid.
	ask upstream.Range
	// settledMs is the last instant of the newest slot that is both over and older than the spec's
	// delay: what came later may change.
	settledMs int64
}

const (
	defaultStepMs = 5 * 60_000
	hourMs        = 3_600_000
	// lastYearMs is the year 2200: a later range is a mistake, and far from overflow.
	lastYearMs = 7_258_118_400_000
)

// newPlan reads the spec and lays out the points.
//
// Errors: spec/…, query/bad-range, query/bad-step.
func newPlan(q query.Query, r backend.TimeRange, now time.Time, instant bool) (plan, error) {
	s, notices, err := engine.ParseSpec(q.Spec)
	if err != nil {
		return plan{}, err
	}
	p := plan{spec: s, notices: notices, stepMs: defaultStepMs}
	if s.Grid.Step != "auto" {
		p.stepMs = clean.StepMs(s.Grid.Step)
	}
	if p.stepMs < 1000 || p.stepMs%1000 != 0 {
		return plan{}, fault.New("query/bad-step", "query: grid.step is %s; want whole seconds.", s.Grid.Step)
	}
	from, to := r.From.UnixMilli(), min(r.To.UnixMilli(), now.UnixMilli())
	if from < 0 || r.From.After(r.To) || r.To.UnixMilli() > lastYearMs {
		return plan{}, fault.New("query/bad-range", "query: the time range goes from %s to %s; want an earlier and a later time after 1970.",
			r.From.UTC().Format(time.RFC3339), r.To.UTC().Format(time.RFC3339))
	}
	slots, err := p.divide()
	if err != nil {
		return plan{}, err
	}
	p.toMs = slots.Floor(max(to-p.delayMs(), 0))
	settled := now.UnixMilli() - max(p.delayMs(), p.stepMs)
	p.settledMs = slots.TimeMs(slots.Index(max(settled, 0))+1) - 1
	p.fromMs = min(ceil(slots, from), p.toMs)
	if instant {
		p.fromMs = p.toMs
	}
	return p, p.reach(slots)
}

func (p plan) delayMs() int64 { return duration(p.spec.Grid.Delay, p.stepMs) }

// divide divides time into the spec's slots.
func (p plan) divide() (clean.Slots, error) {
	z, err := zone.Load(p.spec.Features.Timezone)
	return clean.NewSlots(p.stepMs, z), err
}

// reach lays out the points that the slots depend on. An upstream's grid stands at whole
// multiples of its step since the epoch. Slots of whole days begin at local midnight and
// weeks on a Monday, so these are made of days, or of hours outside UTC.
func (p *plan) reach(slots clean.Slots) error {
	needed, err := engine.NeededFromMs(p.spec, p.stepMs, p.fromMs)
	if err != nil {
		return err
	}
	step := p.stepMs
	if clean.OfDays(step) {
		step = zone.DayMs
		if p.spec.Features.Timezone != "UTC" {
			step = hourMs
		}
	}
	end := slots.TimeMs(slots.Index(p.toMs) + 1)
	p.ask = upstream.Range{
		FromMs: max(needed, 0) / step * step,
		ToMs:   (end - 1) / step * step,
		StepMs: step,
	}
	return nil
}

// ceil is the first slot that begins at or after an instant.
func ceil(slots clean.Slots, timeMs int64) int64 {
	floor := slots.Floor(timeMs)
	if floor == timeMs {
		return floor
	}
	return slots.TimeMs(slots.Index(timeMs) + 1)
}

// duration reads a duration of a parsed spec, or the value of its word "auto".
func duration(text string, auto int64) int64 {
	if text == "auto" {
		return auto
	}
	ms, _ := spec.DurationMs(text) // checked when the spec was parsed
	return int64(ms)
}

// endMs is the last millisecond of the newest slot. The engine reads samples up to there: raw
// rows fill a slot to its end.
func (p plan) endMs() int64 { return p.ask.ToMs + p.ask.StepMs - 1 }

// slots is the number of slots to judge.
func (p plan) slots() int64 { return (p.toMs-p.fromMs)/p.stepMs + 1 }

// rows is the number of rows of one series in an answer that has a row for each slot; else 1.
func (p plan) rows(output query.Output) int64 {
	switch {
	case output.Rows():
		return p.slots()
	case output == query.Forecast:
		return duration(p.spec.Forecast.Horizon, p.stepMs)/p.stepMs + 1
	}
	return 1
}
