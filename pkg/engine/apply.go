package engine

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/band"
	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/detect"
	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/series"
)

// missingScore is the score of a missing slot under clean.missing "anomaly".
const missingScore = 2

// Apply judges the slots of a grid in [fromMs, toMs) by a model. The grid needs to reach
// back a day before fromMs, and as many slots as detect.points and detect.recover span;
// what lies before changes nothing. Nothing is changed.
//
// Errors: features/missing-regressor, clean/bad-time, model/other-regressors, the context's.
// Twin: apply in src/engine/apply.ts.
func Apply(ctx context.Context, m *Model, grid Grid, fromMs, toMs int64, s Spec, regressors []Regressor) (*Analysis, error) {
	p, err := prepare(grid, s, regressors)
	if err != nil {
		return nil, err
	}
	if err := p.knownTo(m); err != nil {
		return nil, err
	}
	from, to := p.firstAt(fromMs), p.firstAt(toMs)
	a := p.blank(from, max(from, to))
	p.apply(ctx, a, m, from, to)
	return a, ctx.Err()
}

// knownTo refuses a model that has learnt from other regressors.
func (p *prepared) knownTo(m *Model) error {
	if m.Center.Knows(p.explainers) {
		return nil
	}
	return fault.New("model/other-regressors", "model: it has learnt from other regressors than the query returns; want the same, in the same order")
}

// apply judges the slots from ≤ i < to into a; once the context is done, into anything.
func (p *prepared) apply(ctx context.Context, a *Analysis, m *Model, from, to int) {
	if from >= to {
		return
	}
	first := p.firstRemembered(from)
	j := p.judge(ctx, m, first, to)
	anomaly := detect.Decide(j.scores, p.spec.Detect)
	for slot := from; slot < to; slot++ {
		i, row := slot-first, slot-a.firstSlot
		a.Expected[row] = p.bounded(m, j.expected[i])
		a.Lower[row], a.Upper[row] = p.bounded(m, j.expected[i]-j.Lower[i]), p.bounded(m, j.expected[i]+j.Upper[i])
		unit := num.Mul(j.Deviations.Scale[i], j.Deviations.Factor[i])
		a.CoreLower[row], a.CoreUpper[row] = p.around(m, j.expected[i], unit, m.Band.CoreAt(j.tails, i))
		a.Lower99[row], a.Upper99[row] = p.around(m, j.expected[i], unit, m.Band.WideAt(j.tails, i))
		a.Score[row], a.Anomaly[row] = j.scores[i], anomaly[i]
		a.Direction[row] = sign(j.Values[i] - j.expected[i])
		a.State[row] = p.stateOf(slot, anomaly[i])
	}
}

// firstRemembered returns the first slot that the verdict of a slot depends on.
func (p *prepared) firstRemembered(slot int) int {
	_, n, hold := detect.Window(p.spec.Detect)
	return p.firstAt(p.grid.TimesMs[slot] - MemoryMs - int64(n+hold)*p.grid.StepMs)
}

// judgement is evidence with its scores, one row a slot from the first remembered on.
type judgement struct {
	detect.Evidence
	tails    band.Tails
	expected []float64 // with the trailing level, in the model's unit
	scores   []float64
}

// judge scores the slots from ≤ i < to.
func (p *prepared) judge(ctx context.Context, m *Model, from, to int) judgement {
	n := to - from
	wide := p.expected(ctx, m, from, to)
	j := judgement{expected: make([]float64, n)}
	j.Values, j.Lower, j.Upper, j.Least = make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	residuals := make([]float64, n)
	for i := range n {
		j.Values[i] = m.Unit.To(p.grid.Values[from+i])
		residuals[i] = j.Values[i] - wide[band.Reach+i]
		if p.grid.Excluded[from+i] {
			residuals[i] = math.NaN()
		}
	}
	calendar := p.clock.Between(from, to).WeekFrom(m.Center.WeekStart)
	j.tails = p.tails(m, calendar, from, to)
	j.Deviations = j.tails.Widen(m.Band.Deviations(calendar, wide, residuals))
	j.Jumps = m.Band.Jump.At(wide, n)
	for i := range n {
		j.expected[i] = wide[band.Reach+i] + j.Deviations.Level[i]
		size := math.Abs(m.Unit.From(j.expected[i]))
		down, up := m.Unit.ToLengths(p.spec.Band.MinWidth.Of(size), j.expected[i])
		edge := m.Band.EdgeDistance(j.tails, i, j.Deviations.Scale[i], j.Deviations.Factor[i], p.spec.Band.Edge)
		j.Lower[i], j.Upper[i] = max(edge.Lower, down), max(edge.Upper, up)
		leastDown, leastUp := m.Unit.ToLengths(p.spec.Detect.MinDeviation.Of(size), j.expected[i])
		if j.Least[i] = max(leastUp, up); j.Values[i] < j.expected[i] {
			j.Least[i] = max(leastDown, down)
		}
	}
	j.scores = m.Rules.Scores(j.Evidence, p.grid.StepMs, p.spec.Detect.Direction)
	for i := range n {
		switch {
		case p.grid.Excluded[from+i]:
			j.scores[i] = math.NaN()
		case p.spec.Clean.Missing == "anomaly" && math.IsNaN(j.Values[i]):
			j.scores[i] = missingScore
		}
	}
	return j
}

// tails returns what the quantiles of a model say of the slots from ≤ i < to.
func (p *prepared) tails(m *Model, calendar features.Calendar, from, to int) band.Tails {
	if m.Band.Quantiles == nil {
		return band.Tails{}
	}
	explainers := make([]clean.Explainer, len(p.explainers))
	for i, e := range p.explainers {
		explainers[i] = e.Slice(from, to)
	}
	return m.Band.Quantiles.At(m.Center.Trees.Recipe.Wall(calendar, explainers))
}

// expected returns what the model expects of the slots from ≤ i < to and of band.Reach
// more on either side, whether the grid holds them or not; shape [to − from + 2·Reach].
func (p *prepared) expected(ctx context.Context, m *Model, from, to int) []float64 {
	slots := clean.NewSlots(p.grid.StepMs, p.zone)
	first := slots.Index(p.grid.TimesMs[from]) - band.Reach
	times := make([]int64, to-from+2*band.Reach)
	for i := range times {
		times[i] = slots.TimeMs(first + int64(i))
	}
	explainers := make([]clean.Explainer, len(p.explainers))
	for i, e := range p.explainers {
		explainers[i] = pad(e, from, to)
	}
	return m.Center.Predict(ctx, features.CalendarOf(times, p.zone, p.spec.Features.Holidays.Days), explainers)
}

// pad returns the slots from ≤ i < to of a regressor between band.Reach missing ones:
// what it will be is unknown, and what it was before does not matter.
func pad(e clean.Explainer, from, to int) clean.Explainer {
	out := clean.Explainer{Name: e.Name, Kind: e.Kind}
	for i := from - band.Reach; i < to+band.Reach; i++ {
		inside := i >= from && i < to
		switch {
		case e.Kind == series.Category && inside:
			out.Labels = append(out.Labels, e.Labels[i])
		case e.Kind == series.Category:
			out.Labels = append(out.Labels, "")
		case inside:
			out.Numbers = append(out.Numbers, e.Numbers[i])
		default:
			out.Numbers = append(out.Numbers, math.NaN())
		}
	}
	return out
}

// around returns an interval about the expected value in the series' unit.
func (p *prepared) around(m *Model, expected, unit float64, i band.Interval) (lower, upper float64) {
	return p.bounded(m, expected-num.Mul(unit, i.Lower)), p.bounded(m, expected+num.Mul(unit, i.Upper))
}

// bounded returns a number of the model's unit as a value within the spec's bounds.
func (p *prepared) bounded(m *Model, z float64) float64 {
	v := m.Unit.From(z)
	if b := p.spec.Band.LowerBound; b != nil {
		v = max(v, *b)
	}
	if b := p.spec.Band.UpperBound; b != nil {
		v = min(v, *b)
	}
	return v
}

func sign(v float64) float64 {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	case v == 0:
		return 0
	}
	return math.NaN()
}

func (p *prepared) stateOf(slot int, anomaly float64) uint8 {
	switch {
	case p.grid.Excluded[slot]:
		return Excluded
	case anomaly == 1:
		return Anomalous
	case math.IsNaN(anomaly):
		return Missing
	}
	return Normal
}
