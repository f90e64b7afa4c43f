package band

import (
	"context"
	"math"
	"slices"

	"github.com/tidemark/tidemark/pkg/engine/adapt"
	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/spec"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// ErrorModel describes the distribution of residuals around the expected value. It is part of a model. The intervals
// are in units of the scale at an instant times its scale ratio. With conditional quantiles, the intervals are added
// to the quantiles.
type ErrorModel struct {
	Scale        Scale            `json:"scale"`
	ExpectedStep ExpectedStep     `json:"expectedStep"`
	LocalLevel   adapt.LocalLevel `json:"localLevel"`
	Interval     Interval         `json:"interval"`         // holds the share band.interval of normal points
	Interval99   Interval         `json:"interval99"`       // holds 99 %
	Stated       *Interval        `json:"stated,omitempty"` // the alert limit that the spec states; never inside the interval
	Quantiles    *Quantiles       `json:"quantiles,omitempty"`
}

// History holds the inputs of the error model, one row a slot, of shape [n].
type History struct {
	StepMs        int64
	SpanMs        int64 // from the first to the last point
	Calendar      features.Calendar
	Values        []float64 // NaN where missing
	Expected      []float64 // by the model; where missing, the one before
	Residuals     []float64 // out of fold; NaN where missing
	Deterministic bool      // whether the expected value depends on time alone
}

// coverage99 is that of Interval99.
const coverage99 = 0.99

// minStated keeps the limit of a history without residuals away from the expected value,
// by one of its spreads, which is then no more than rounding.
const minStated = 1

// Learnt is an error model with the history's deviations. Its conditional quantiles are empty unless band.method is
// cqr.
type Learnt struct {
	Band                 ErrorModel
	Deviations           adapt.Deviations
	ConditionalQuantiles ConditionalQuantiles
}

// Learn estimates the error model from out-of-fold residuals, at least one of them finite. Nothing is
// changed. Once the context has ended the result means nothing. Twin: learnErrorModel.
func Learn(ctx context.Context, h History, s spec.Spec) Learnt {
	rows := presentRows(h.Residuals)
	b := ErrorModel{Scale: LearnScale(h.Calendar.Pick(rows), pick(h.Residuals, rows), h.SpanMs, s.Band.Scale == "seasonal")}
	if s.Band.Scale == "seasonal" {
		b.ExpectedStep = LearnExpectedStep(h.Expected, h.Residuals, b.Scale.Overall, h.Deterministic)
	}
	if ctx.Err() != nil {
		return Learnt{}
	}
	scale := b.Scale.At(h.Calendar)
	b.ExpectedStep.Widen(scale, h.Expected)
	var d adapt.Deviations
	b.LocalLevel, d = adapt.Learn(ctx, h.Residuals, scale, b.Scale.Overall, localLevelPoints(s, h.StepMs))
	if ctx.Err() != nil {
		return Learnt{}
	}
	z := d.Normalised()
	sorted := pick(z, rows)
	if ctx.Err() != nil {
		return Learnt{}
	}
	slices.Sort(sorted)
	body := trimmed(sorted, h.StepMs)
	b.Interval = intervalOf(body, s.Band.Interval, s.Band.Method)
	b.Interval99 = intervalOf(body, coverage99, s.Band.Method)
	b.Stated = stated(b, sorted, s)
	return Learnt{Band: b, Deviations: d}
}

// localLevelPoints returns the slots of adapt.level's window.
func localLevelPoints(s spec.Spec, stepMs int64) int {
	if s.Adapt.Level == "off" {
		return 0
	}
	if s.Adapt.Level == "auto" {
		return int(zone.DayMs / stepMs)
	}
	ms, _ := spec.DurationMs(s.Adapt.Level) // checked when the spec was parsed
	return int(int64(ms) / stepMs)
}

// stated returns the limit that a spec states, at least as wide as the interval and minStated. It returns none if the
// spec asks for alerts a week.
func stated(b ErrorModel, sorted []float64, s spec.Spec) *Interval {
	var e Interval
	switch {
	case s.Band.Limit.Multiple != nil:
		e = b.Interval.Times(*s.Band.Limit.Multiple)
	case s.Band.Limit.Coverage != nil:
		e = intervalOf(sorted, *s.Band.Limit.Coverage, s.Band.Method)
	default:
		return nil
	}
	return &Interval{Lower: max(e.Lower, b.Interval.Lower, minStated), Upper: max(e.Upper, b.Interval.Upper, minStated)}
}

// intervalOf returns the interval that holds a share of normal residuals. It always contains zero.
func intervalOf(sorted []float64, coverage float64, method string) Interval {
	tail := (1 - coverage) / 2
	if method == "conformal" || method == MethodCQR { // which Conform goes on from
		low, _ := num.QuantileSorted(sorted, tail) // n ≥ 1 and 0 < p < 1
		high, _ := num.QuantileSorted(sorted, 1-tail)
		return Interval{Lower: max(0, -low), Upper: max(0, high)}
	}
	center, deviation := num.Median(sorted), num.MAD(sorted)
	if method == "gaussian" {
		center, deviation = moments(sorted)
	}
	half := num.Mul(NormalQuantile(1-tail), deviation)
	return Interval{Lower: max(0, half-center), Upper: max(0, half+center)}
}

// moments returns the mean and the standard deviation of values, n ≥ 1.
func moments(values []float64) (mean, deviation float64) {
	mean = num.Mean(values)
	squares := 0.0
	for _, v := range values {
		squares += num.Mul(v-mean, v-mean)
	}
	return mean, math.Sqrt(squares / float64(len(values)))
}

// presentRows returns the rows whose value is not NaN.
func presentRows(values []float64) []int {
	rows := make([]int, 0, len(values))
	for i, v := range values {
		if !math.IsNaN(v) {
			rows = append(rows, i)
		}
	}
	return rows
}

func pick(values []float64, rows []int) []float64 {
	out := make([]float64, len(rows))
	for i, row := range rows {
		out[i] = values[row]
	}
	return out
}

// Times returns the error model with its intervals multiplied by a factor.
func (b ErrorModel) Times(factor float64) ErrorModel {
	b.Interval, b.Interval99 = b.Interval.Times(factor), b.Interval99.Times(factor)
	if b.Stated != nil {
		wider := b.Stated.Times(factor)
		b.Stated = &wider
	}
	return b
}

// Deviations joins residuals with their scale, and with the local level and scale ratio of the slots before each.
// residuals have shape [n], NaN where missing, and are kept; expected
// has shape [n + 2·Reach], so that steps of the expected value next to the ends are seen. Twin: deviationsOf.
func (b ErrorModel) Deviations(ctx context.Context, calendar features.Calendar, expected, residuals []float64) adapt.Deviations {
	scale := b.Scale.At(calendar)
	b.ExpectedStep.Widen(scale, expected)
	return b.LocalLevel.Follow(ctx, residuals, scale)
}
