package engine

import (
	"context"
	"math"
	"strings"

	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/notice"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// Input is what an analysis reads. Nothing of it is changed.
type Input struct {
	Series     Series
	Regressors []Regressor // all are used; the spec may give each a lag
	Others     []Series    // of the same query, in any order; the pooled model of a series with too little history learns from them
	Pools      PoolStore   // caches pooled models; may be nil
}

// Window is the part of a series that an analysis is about.
type Window struct {
	FromMs, ToMs int64 // slots with FromMs ≤ t ≤ ToMs are judged
	NowMs        int64 // slots later than NowMs − grid.delay are left out; 0: none are
	StepMs       int64 // grid.step's auto where the caller asked upstream for a step; else 0
}

// ModelStore lets a caller keep models. Whether it does changes no number.
type ModelStore interface {
	Get(cutMs int64) *Model // nil if it has none
	Set(cutMs int64, m *Model)
}

// Analyse judges a series, walking forward: each slot by the model of its own training
// cut, so that nothing that came after a slot has a say in it. models may be nil.
//
// A slot whose model has too little history is Learning; a series without samples gives
// an Analysis without slots. Both carry a notice.
//
// Errors: pipeline/bad-window, clean/bad-time, clean/unequal-lengths,
// clean/too-many-points, features/missing-regressor, features/unknown-kind, and the
// context's. Twin: analyse in src/engine/pipeline.ts.
func Analyse(ctx context.Context, in Input, s Spec, w Window, models ModelStore) (*Analysis, error) {
	grid, err := gridFor(in.Series, s, w)
	if err != nil {
		return nil, err
	}
	p, err := prepare(grid, s, in.Regressors)
	if err != nil {
		return nil, err
	}
	p.others, p.pools = in.Others, in.Pools
	a := p.blank(p.firstAt(w.FromMs), len(grid.TimesMs))
	if len(a.TimesMs) == 0 {
		a.note(noPoints)
		return a, nil
	}
	if clean.LooksLikeCounter(grid.Values) {
		a.note(Notice{Code: "clean/counter", Severity: notice.Warning, Text: "clean: the series never falls but for resets, like a counter; take its rate upstream."})
	}
	p.noteUnlearnt(a)
	err = p.walk(ctx, a, models)
	p.noteEnded(a)
	return a, err
}

// noteEnded says which regressors leave slots unjudged that hold a value.
func (p *prepared) noteEnded(a *Analysis) {
	ended := make([]bool, len(p.covariates))
	for row, state := range a.State {
		if state != Missing || math.IsNaN(a.Value[row]) {
			continue
		}
		for i, e := range p.covariates {
			ended[i] = ended[i] || !clean.Present([]clean.Covariate{e}, a.firstSlot+row)
		}
	}
	var names []string
	for i, e := range p.covariates {
		if ended[i] {
			names = append(names, e.Name)
		}
	}
	if len(names) > 0 {
		a.note(Notice{Code: "features/regressor-ended", Severity: notice.Warning, Text: "features: " + strings.Join(names, ", ") + ": no sample for some slots, which are not judged; want regressors that go on, or a longer lag."})
	}
}

var noPoints = Notice{Code: "clean/no-points", Severity: notice.Warning, Text: "clean: the series has no samples in this range; widen the time range or check the query."}

// gridFor lays the grid over the window and all that its models learn from, and no more:
// what else was fetched must not matter.
func gridFor(raw Series, s Spec, w Window) (Grid, error) {
	if err := w.check(); err != nil {
		return Grid{}, err
	}
	stepMs, err := clean.Step(raw, s, w.StepMs)
	if err != nil {
		return Grid{}, err
	}
	from, err := NeededFromMs(s, stepMs, w.FromMs)
	if err != nil {
		return Grid{}, err
	}
	return layGrid(raw, s, stepMs, from, w)
}

func (w Window) check() error {
	if w.FromMs > w.ToMs || w.FromMs < firstMs || w.ToMs > lastMs || w.StepMs < 0 || w.StepMs > longestStepMs {
		return fault.New("pipeline/bad-window", "pipeline: window from %d to %d ms with step %d ms; want from ≤ to in the years 1 to 9999 and a step from 0 to a month", w.FromMs, w.ToMs, w.StepMs)
	}
	if w.NowMs < firstMs || w.NowMs > lastMs {
		return fault.New("pipeline/bad-window", "pipeline: now is %d ms; want an instant in the years 1 to 9999, or none", w.NowMs)
	}
	return nil
}

// settled is the last instant of the window that is older than the spec's delay.
func (w Window) settled(s Spec, stepMs int64) int64 {
	if w.NowMs == 0 {
		return w.ToMs
	}
	return min(w.ToMs, w.NowMs-delayMs(s, stepMs))
}

// layGrid lays a grid of a step from an instant to the window's end.
func layGrid(raw Series, s Spec, stepMs, fromMs int64, w Window) (Grid, error) {
	z, err := zone.Load(s.Features.Timezone)
	if err != nil {
		return Grid{}, err
	}
	to := w.settled(s, stepMs)
	slots := clean.NewSlots(stepMs, z)
	end := slots.TimeMs(slots.Index(to) + 1) // a slot is read whole, or its value would change with the window
	return clean.RegularGrid(raw, s, clean.Options{Bounded: true, FromMs: fromMs, ToMs: end - 1, StepMs: stepMs})
}

// The windows that make sense: years 1 to 9999, steps to a month.
const (
	firstMs       = -62_135_596_800_000
	lastMs        = 253_402_300_799_999
	longestStepMs = clean.MonthMs
)

// walk judges the slots of a cut by cut.
func (p *prepared) walk(ctx context.Context, a *Analysis, models ModelStore) error {
	division := cuts(p.spec, p.zone)
	for from := a.firstSlot; from < len(p.grid.TimesMs); {
		if err := ctx.Err(); err != nil {
			return err
		}
		index := division.Index(p.grid.TimesMs[from])
		cutMs, to := division.TimeMs(index), p.firstAt(division.TimeMs(index+1))
		m, err := p.modelOf(ctx, cutMs, models)
		switch {
		case fault.Code(err) == "fit/too-few-points":
			a.note(p.learning(err))
			if err := p.coldStart(ctx, a, cutMs, from, to); err != nil {
				return err
			}
		case err != nil:
			return err
		default:
			p.apply(ctx, a, m, from, to)
			a.Models = append(a.Models, m.Summary)
			for _, n := range m.Notices {
				a.note(n)
			}
		}
		from = to
	}
	return ctx.Err()
}

// modelOf takes the cut's model from the store, or learns it and puts it there.
func (p *prepared) modelOf(ctx context.Context, cutMs int64, models ModelStore) (*Model, error) {
	if models == nil {
		return p.train(ctx, cutMs)
	}
	if m := models.Get(cutMs); m != nil {
		return m, p.knownTo(m)
	}
	m, err := p.train(ctx, cutMs)
	if err == nil {
		models.Set(cutMs, m)
	}
	return m, err
}

// blank returns an analysis of slots from ≤ i < to that knows their values alone.
func (p *prepared) blank(from, to int) *Analysis {
	n := to - from
	a := &Analysis{StepMs: p.grid.StepMs, firstSlot: from, State: make([]uint8, n), Notices: []Notice{}, Models: []ModelSummary{}}
	a.TimesMs = append([]int64{}, p.grid.TimesMs[from:to]...)
	a.Value = append([]float64{}, p.grid.Values[from:to]...)
	for _, field := range a.judged() {
		*field = make([]float64, n)
		for i := range *field {
			(*field)[i] = math.NaN()
		}
	}
	return a
}

// judged lists the fields that a model fills.
func (a *Analysis) judged() []*[]float64 {
	return []*[]float64{
		&a.Expected, &a.Lower, &a.Upper, &a.IntervalLower, &a.IntervalUpper, &a.Lower99, &a.Upper99, &a.Score, &a.Reason, &a.Drift, &a.Direction, &a.Anomaly,
	}
}

// note adds a notice unless one of its code is there already.
func (a *Analysis) note(n Notice) {
	for _, old := range a.Notices {
		if old.Code == n.Code {
			return
		}
	}
	a.Notices = append(a.Notices, n)
}
