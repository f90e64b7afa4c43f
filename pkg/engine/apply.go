package engine

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/adapt"
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
// back 25 hours before fromMs, and as many slots as detect.points and detect.recover span;
// earlier slots change nothing. Nothing is changed.
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
	if m.Center.Knows(p.covariates) {
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
	anomaly := detect.Decide(j.Score, p.spec.Detect)
	for slot := from; slot < to && ctx.Err() == nil; slot++ { // a slot of a second reads a day of 86,400
		i, row := slot-first, slot-a.firstSlot
		a.Expected[row] = p.bounded(m, j.expected[i])
		limit := j.drawn(i)
		a.Lower[row], a.Upper[row] = p.around(m, j.expected[i], limit)
		width := num.Mul(j.deviations.Scale[i], j.deviations.Factor[i])
		a.IntervalLower[row], a.IntervalUpper[row] = p.around(m, j.expected[i], m.Band.IntervalAt(j.conditional, i).Times(width).Within(limit))
		a.Lower99[row], a.Upper99[row] = p.around(m, j.expected[i], m.Band.Interval99At(j.conditional, i).Times(width))
		a.Score[row], a.Reason[row], a.Anomaly[row] = j.Score[i], j.Reason[i], anomaly[i]
		a.Drift[row] = m.Limits.DriftAt(j.ScoreInput, j.deviations.Residuals, i)
		a.Direction[row] = sign(j.Values[i] - j.expected[i])
		a.State[row] = p.stateOf(slot, anomaly[i])
	}
}

// firstRemembered returns the first slot that the verdict of a slot depends on.
func (p *prepared) firstRemembered(slot int) int {
	_, n, hold := detect.DecisionWindow(p.spec.Detect)
	return p.firstAt(p.grid.TimesMs[slot] - MemoryMs - detect.MemoryMs - int64(n+hold)*p.grid.StepMs)
}

// judgement holds the score input with its scores, one row a slot from the first remembered on.
type judgement struct {
	detect.ScoreInput
	detect.Scores
	deviations  adapt.Deviations
	conditional band.ConditionalQuantiles
	expected    []float64 // with the local level, in the model's unit
}

// drawn returns the distances of the limit of slot i below and above its expected value. The limit is that of the
// deviation, and on the side of an anomaly that of its reason.
func (j judgement) drawn(i int) band.Interval {
	limit := band.Interval{Lower: j.Lower[i], Upper: j.Upper[i]}
	switch boundary := j.Boundary[i]; {
	case math.IsNaN(boundary):
	case j.Residuals[i] < 0:
		limit.Lower = boundary
	default:
		limit.Upper = boundary
	}
	return limit
}

// judge scores the slots from ≤ i < to.
func (p *prepared) judge(ctx context.Context, m *Model, from, to int) judgement {
	return p.score(m, from, p.deviate(ctx, m, from, to))
}

// deviate computes the residuals of the slots from ≤ i < to, without the local level: the part of a judgement that
// does not depend on limits.
func (p *prepared) deviate(ctx context.Context, m *Model, from, to int) judgement {
	n := to - from
	wide := p.expected(ctx, m, from, to)
	j := judgement{expected: wide[band.Reach : band.Reach+n]}
	j.Values = make([]float64, n)
	residuals := make([]float64, n)
	for i := range n {
		j.Values[i] = m.Normalisation.Normalise(p.grid.Values[from+i])
		residuals[i] = j.Values[i] - j.expected[i]
		if p.grid.Excluded[from+i] {
			residuals[i] = math.NaN()
		}
	}
	calendar := p.clock.Between(from, to).WeekFrom(m.Center.WeekStart)
	j.conditional = p.conditional(m, calendar, from, to)
	j.deviations = j.conditional.Widen(m.Band.Deviations(ctx, calendar, wide, residuals))
	return j
}

// score scores the slots of a judgement with residuals; the first of them is slot from.
// Nothing but j itself is changed.
func (p *prepared) score(m *Model, from int, j judgement) judgement {
	n := len(j.Values)
	values, expected := j.Values, j.expected
	j.expected = make([]float64, n)
	j.Scales = m.Limits.Scales(j.deviations.Scale)
	limits := m.deviationLimits(j.conditional, j.deviations, j.Scales)
	if p.spec.Adapt.Level == "auto" {
		j.deviations.Level = within(j.deviations.Level, limits)
	}
	j.Window, j.Direction = detect.WindowOf(values, j.deviations, p.grid.StepMs), p.spec.Detect.Direction
	j.Lower, j.Upper = make([]float64, n), make([]float64, n)
	j.MinLimit, j.MinDeviation = make([]band.Interval, n), make([]band.Interval, n)
	for i := range n {
		j.expected[i] = expected[i] + j.deviations.Level[i]
		size := math.Abs(m.Normalisation.Denormalise(j.expected[i]))
		j.MinLimit[i] = lengths(m, p.spec.Band.MinWidth.Of(size), j.expected[i])
		j.MinDeviation[i] = lengths(m, p.spec.Detect.MinDeviation.Of(size), j.expected[i])
		j.Lower[i], j.Upper[i] = max(limits[i].Lower, j.MinLimit[i].Lower), max(limits[i].Upper, j.MinLimit[i].Upper)
	}
	j.Scores = m.Limits.Score(j.ScoreInput)
	for i := range n {
		switch {
		case p.grid.Excluded[from+i]: // its score is NaN already
		case math.IsNaN(values[i]) && p.spec.Clean.Missing == "anomaly":
			j.Score[i], j.Reason[i] = missingScore, detect.ReasonMissing
		default:
			p.judgeBounds(m, j, i, p.grid.Values[from+i])
		}
	}
	return j
}

// judgeBounds scores a value beyond the bounds that the spec declares by its distance from
// the expected value, the bound's being the limit.
func (p *prepared) judgeBounds(m *Model, j judgement, i int, value float64) {
	expected := p.bounded(m, j.expected[i])
	bound := expected
	switch b := p.spec.Band; {
	case b.LowerBound != nil && value < *b.LowerBound && j.Direction != "above":
		bound = *b.LowerBound
	case b.UpperBound != nil && value > *b.UpperBound && j.Direction != "below":
		bound = *b.UpperBound
	default:
		return
	}
	distance := math.Abs(value - expected)
	if distance < p.spec.Detect.MinDeviation.Of(math.Abs(expected)) {
		return
	}
	if score := min(distance/math.Abs(bound-expected), detect.MaxScore); score > j.Score[i] {
		j.Score[i], j.Reason[i], j.Boundary[i] = score, detect.ReasonBounds, math.NaN()
	}
}

// deviationLimits returns the limit of each slot's own residual, in normalised units: the stated limit, or the learnt
// limit, which is never inside the interval of the season's scale.
func (m *Model) deviationLimits(t band.ConditionalQuantiles, d adapt.Deviations, scales []float64) []band.Interval {
	out := make([]band.Interval, len(scales))
	for i, s := range scales {
		if m.Band.Stated != nil {
			out[i] = m.Band.StatedAt(t, i).Times(num.Mul(d.Scale[i], d.Factor[i]))
			continue
		}
		interval, learnt := m.Band.IntervalAt(t, i).Times(d.Scale[i]), m.Limits.Statistics[0].Times(s)
		out[i] = band.Interval{Lower: max(learnt.Lower, interval.Lower), Upper: max(learnt.Upper, interval.Upper)}
	}
	return out
}

// within returns the local levels, with those beyond the limits set to 0. A level beyond the limit is an anomaly
// until training learns it.
func within(level []float64, limits []band.Interval) []float64 {
	out := make([]float64, len(level))
	for i, l := range level {
		if l >= -limits[i].Lower && l <= limits[i].Upper {
			out[i] = l
		}
	}
	return out
}

// lengths returns an extent of the series' unit as lengths of the model's about z.
func lengths(m *Model, extent, z float64) band.Interval {
	down, up := m.Normalisation.NormaliseLengths(extent, z)
	return band.Interval{Lower: down, Upper: up}
}

// conditional returns the conditional quantiles of the slots from ≤ i < to.
func (p *prepared) conditional(m *Model, calendar features.Calendar, from, to int) band.ConditionalQuantiles {
	if m.Band.Quantiles == nil {
		return band.ConditionalQuantiles{}
	}
	covariates := make([]clean.Covariate, len(p.covariates))
	for i, e := range p.covariates {
		covariates[i] = e.Slice(from, to)
	}
	return m.Band.Quantiles.At(m.Center.Trees.DesignSpec.TreeFeatures(calendar, covariates))
}

// expected returns the model's expected values of the slots from ≤ i < to and of band.Reach more on either side,
// whether the grid holds them or not; shape [to − from + 2·Reach].
func (p *prepared) expected(ctx context.Context, m *Model, from, to int) []float64 {
	slots := clean.NewSlots(p.grid.StepMs, p.zone)
	first := slots.Index(p.grid.TimesMs[from]) - band.Reach
	times := make([]int64, to-from+2*band.Reach)
	for i := range times {
		times[i] = slots.TimeMs(first + int64(i))
	}
	covariates := make([]clean.Covariate, len(p.covariates))
	for i, e := range p.covariates {
		covariates[i] = pad(e, from, to)
	}
	return m.Center.Predict(ctx, features.CalendarOf(times, p.zone, p.spec.Features.Holidays.Days), covariates)
}

// pad returns the slots from ≤ i < to of a regressor between band.Reach missing ones:
// its future is unknown, and its past does not matter.
func pad(e clean.Covariate, from, to int) clean.Covariate {
	out := clean.Covariate{Name: e.Name, Kind: e.Kind}
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

// around returns lengths about the expected value in the series' unit.
func (p *prepared) around(m *Model, expected float64, i band.Interval) (lower, upper float64) {
	return p.bounded(m, expected-i.Lower), p.bounded(m, expected+i.Upper)
}

// bounded returns a number of the model's unit as a value within the spec's bounds.
func (p *prepared) bounded(m *Model, z float64) float64 {
	v := m.Normalisation.Denormalise(z)
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
