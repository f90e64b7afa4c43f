package band

import (
	"math"
	"slices"

	"github.com/tidemark/tidemark/pkg/engine/adapt"
	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/spec"
)

// Band is how far values stray from what a model expects. It is part of a model. The
// intervals are in units of the scale at an instant times its trailing factor, of which the
// edge may take less (EdgeDistance); where there are quantiles, they begin from those.
type Band struct {
	Scale     Scale       `json:"scale"`
	Jump      Jump        `json:"jump"`
	Trail     adapt.Trail `json:"trail"`
	Core      Interval    `json:"core"` // band.core of normal points are inside
	Wide      Interval    `json:"wide"` // 99 % are
	Edge      Interval    `json:"edge"` // where alerts begin; never inside the core
	Quantiles *Quantiles  `json:"quantiles,omitempty"`
}

// History is what a band learns from, one row a slot, of shape [n].
type History struct {
	StepMs    int64
	SpanMs    int64 // from the first to the last point
	Calendar  features.Calendar
	Values    []float64 // NaN where missing
	Expected  []float64 // by the model; where missing, the one before
	Residuals []float64 // out of fold; NaN where missing
	Foreseen  bool      // whether the expected value depends on time alone
}

// wideCoverage is that of Wide.
const wideCoverage = 0.99

// leastEdge keeps the edge of a history without residuals away from the expected value,
// by one of its spreads, which is then no more than rounding.
const leastEdge = 1

// Learnt is a band with the history's deviations in it. Tails are empty without quantiles.
type Learnt struct {
	Band       Band
	Deviations adapt.Deviations
	Tails      Tails
}

// Learn reads the band from out-of-fold residuals, at least one of them finite. Nothing is
// changed. Twin: learnBand.
func Learn(h History, s spec.Spec) Learnt {
	rows := presentRows(h.Residuals)
	b := Band{Scale: LearnScale(h.Calendar.Pick(rows), pick(h.Residuals, rows), h.SpanMs, s.Band.Scale == "seasonal")}
	if s.Band.Scale == "seasonal" {
		b.Jump = LearnJump(h.Expected, h.Residuals, b.Scale.Overall, h.Foreseen)
	}
	scale := b.Scale.At(h.Calendar)
	b.Jump.Widen(scale, h.Expected)
	var d adapt.Deviations
	b.Trail, d = adapt.Learn(h.Residuals, scale, b.Scale.Overall, trailPoints(s, h.StepMs))
	z := d.Normalised()
	sorted := pick(z, rows)
	slices.Sort(sorted)
	body := trimmed(sorted, h.StepMs)
	b.Core = interval(body, s.Band.Core, s.Band.Method)
	b.Wide = interval(body, wideCoverage, s.Band.Method)
	b.Edge = edge(b, h, d, sorted, s)
	return Learnt{Band: b, Deviations: d}
}

// trailPoints returns the slots of adapt.level's window.
func trailPoints(s spec.Spec, stepMs int64) int {
	if s.Adapt.Level == "off" {
		return 0
	}
	ms, _ := spec.DurationMs(s.Adapt.Level) // checked when the spec was parsed
	return int(int64(ms) / stepMs)
}

// edge places the edge as the spec says, at least at the core and at leastEdge.
func edge(b Band, h History, d adapt.Deviations, sorted []float64, s spec.Spec) Interval {
	var e Interval
	switch {
	case s.Band.Edge.Multiple != nil:
		m := *s.Band.Edge.Multiple
		e = Interval{Lower: num.Mul(m, b.Core.Lower), Upper: num.Mul(m, b.Core.Upper)}
	case s.Band.Edge.Coverage != nil:
		e = interval(sorted, *s.Band.Edge.Coverage, s.Band.Method)
	default:
		e = edgeOfPeaks(h, d, *s.Band.Edge.AlertsPerWeek)
	}
	return Interval{Lower: max(e.Lower, b.Core.Lower, leastEdge), Upper: max(e.Upper, b.Core.Upper, leastEdge)}
}

// edgeOfPeaks returns the edge that about so many alerts a week cross, in scales.
func edgeOfPeaks(h History, d adapt.Deviations, alertsPerWeek float64) Interval {
	z := d.UpTo(mostGrowth).Normalised()
	return PeakEdge(h.Calendar.TimesMs, z, withoutTies(h.Values, z), h.StepMs, h.StepMs, alertsPerWeek).Times(margin(z, h.StepMs))
}

// interval returns where a share of normal residuals lies; it always holds zero.
func interval(sorted []float64, coverage float64, method string) Interval {
	tail := (1 - coverage) / 2
	if method == "conformal" || method == MethodCQR { // which Conform goes on from
		low, _ := num.QuantileSorted(sorted, tail) // n ≥ 1 and 0 < p < 1
		high, _ := num.QuantileSorted(sorted, 1-tail)
		return Interval{Lower: max(0, -low), Upper: max(0, high)}
	}
	center, deviation := num.Median(sorted), features.MAD(sorted)
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

// Where one value makes up more than tiedShare of a history, such as the zero of an error
// count, its residuals say nothing of how far the others stray; leastUntied must be left.
const (
	tiedShare   = 0.4
	leastUntied = 4
)

// withoutTies returns z without the rows of the one value that the history mostly has.
func withoutTies(values, z []float64) []float64 {
	rows := presentRows(z)
	tied, count := mostTied(pick(values, rows))
	if float64(count) <= num.Mul(tiedShare, float64(len(rows))) || len(rows)-count < leastUntied {
		return z
	}
	var out []float64
	for _, row := range rows {
		if values[row] != tied {
			out = append(out, z[row])
		}
	}
	return out
}

// mostTied returns the value that more than tiedShare of values have, and how many; of two,
// the one that more have, or the lesser. Where none does, it may be any. A value that so many
// have stands, in order, at one of two ranks. values are reordered.
func mostTied(values []float64) (tied float64, count int) {
	n := float64(len(values))
	for _, rank := range []float64{num.Mul(tiedShare, n), num.Mul(2*tiedShare, n)} {
		if int(rank) >= len(values) {
			continue
		}
		v, equal := num.SelectInPlace(values, int(rank)), 0
		for _, other := range values {
			if other == v {
				equal++
			}
		}
		if equal > count {
			tied, count = v, equal
		}
	}
	return tied, count
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

// Times returns the band with intervals so many times as wide.
func (b Band) Times(factor float64) Band {
	for _, i := range []*Interval{&b.Core, &b.Wide, &b.Edge} {
		*i = Interval{Lower: num.Mul(i.Lower, factor), Upper: num.Mul(i.Upper, factor)}
	}
	return b
}

// Deviations puts residuals beside the band, with trailing levels and factors from the
// slots before each. residuals have shape [n], NaN where missing, and are kept; expected
// has shape [n + 2·Reach], so that jumps next to the ends are seen. Twin: deviationsOf.
func (b Band) Deviations(calendar features.Calendar, expected, residuals []float64) adapt.Deviations {
	scale := b.Scale.At(calendar)
	b.Jump.Widen(scale, expected)
	return b.Trail.Follow(residuals, scale)
}
