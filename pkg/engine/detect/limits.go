package detect

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/adapt"
	"github.com/tidemark/tidemark/pkg/engine/band"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Limits holds the limit of each statistic; a slot beyond a limit is an anomaly. It is part of a model.
type Limits struct {
	// Seasonal says whether limits follow the whole of the season's scale, or the geometric
	// mean of it and Reference, which is the scale of the history's middle slot.
	Seasonal   bool            `json:"seasonal"`
	Reference  float64         `json:"reference"`
	Statistics []band.Interval `json:"statistics"` // in scales, in the order of Statistics; 0: the statistic is off
	Stuck      float64         `json:"stuck"`      // the limit of repeats of a value; 0: no limit
	DayMean    float64         `json:"dayMean"`    // the limit of a day's mean residual, in the history's unit; 0: no drift is scored
}

// OnlyDeviation are the limits of a spec that states its own for the deviation.
func OnlyDeviation() Limits { return Limits{Statistics: make([]band.Interval, len(Statistics))} }

// LearnLimits calibrates the union of all statistics on a history: it would have raised about
// alertsPerWeek alerts a week, incidents apart. timesMs and values have shape [n], one a slot,
// values NaN where missing; d are the band's deviations of it, out of fold. Nothing is
// changed. Source: peaks over thresholds (Coles 2001, chapter 4). Twin: learnLimits.
func LearnLimits(timesMs []int64, values []float64, d adapt.Deviations, stepMs int64, alertsPerWeek float64) Limits {
	w := WindowOf(values, d, stepMs)
	h := calibration{timesMs: timesMs, stepMs: stepMs, alertsPerWeek: alertsPerWeek, observed: num.CountPresent(w.Residuals)}
	for _, s := range Statistics {
		h.lengths = append(h.lengths, s.Lengths(w))
	}
	l := Limits{Reference: num.Median(d.Scale)}
	half := h.learn(l.Scales(d.Scale))
	l.Seasonal = true
	whole := h.learn(l.Scales(d.Scale))
	if whole.width > half.width-num.Log(constants.SeasonalGain) {
		l.Seasonal, whole = false, half
	}
	for _, limit := range whole.limits {
		l.Statistics = append(l.Statistics, band.Interval{Lower: limit, Upper: limit})
	}
	l.Stuck = h.learnStuck(repeatsOf(w))
	l.DayMean = learnDayMean(timesMs, d.Residuals, l.Reference, stepMs, alertsPerWeek)
	return l
}

// Times returns the limits multiplied by a factor; the limit of repeats does not change.
func (l Limits) Times(factor float64) Limits {
	wider := make([]band.Interval, len(l.Statistics))
	for k, limit := range l.Statistics {
		wider[k] = limit.Times(factor)
	}
	l.Statistics, l.DayMean = wider, num.Mul(l.DayMean, factor)
	return l
}

// Scales returns the units of the limits, shape [n], from the season's scale.
func (l Limits) Scales(scale []float64) []float64 {
	if l.Seasonal {
		return scale
	}
	out := make([]float64, len(scale))
	for i, s := range scale {
		out[i] = math.Sqrt(num.Mul(s, l.Reference))
	}
	return out
}
