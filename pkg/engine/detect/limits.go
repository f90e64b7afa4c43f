package detect

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/adapt"
	"github.com/tidemark/tidemark/pkg/engine/band"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// Limits say how far each statistic may go before a slot is an anomaly. They are part of a model.
type Limits struct {
	// Seasonal says whether limits follow the whole of the season's scale, or the geometric
	// mean of it and Reference, which is the scale of the history's middle slot.
	Seasonal   bool            `json:"seasonal"`
	Reference  float64         `json:"reference"`
	Statistics []band.Interval `json:"statistics"` // in scales, in the order of Statistics; 0: the statistic is off
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
	return l
}

// Times returns limits so many times as wide.
func (l Limits) Times(factor float64) Limits {
	wider := make([]band.Interval, len(l.Statistics))
	for k, limit := range l.Statistics {
		wider[k] = limit.Times(factor)
	}
	l.Statistics = wider
	return l
}

// Scales returns what the limits are in units of, shape [n], from the season's scale.
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

// calibration is a history whose limits are learnt.
type calibration struct {
	timesMs       []int64
	stepMs        int64
	alertsPerWeek float64
	observed      int         // slots that have residuals
	lengths       [][]float64 // of each statistic, of shape [n]
}

// calibrated are limits in scales, one a statistic, and the mean logarithm of the deviation's
// in the history's unit.
type calibrated struct {
	limits []float64
	width  float64
}

// learn sets limits in units of scales, shape [n].
func (h calibration) learn(scales []float64) calibrated {
	references := make([]float64, len(h.lengths))
	union := make([]float64, len(h.timesMs))
	for k, lengths := range h.lengths {
		references[k] = reference(lengths, scales)
		for i, x := range lengths {
			if !math.IsNaN(x) {
				union[i] = max(union[i], math.Abs(x)/num.Mul(scales[i], references[k]))
			}
		}
	}
	level := h.level(Peaks(h.timesMs, union, h.stepMs))
	out := calibrated{}
	for _, r := range references {
		out.limits = append(out.limits, num.Mul(level, r))
	}
	out.width = num.Log(out.limits[0])
	for _, s := range scales {
		out.width += num.Log(s) / float64(len(scales))
	}
	return out
}

// reference returns the size, in scales, that few slots of a statistic exceed.
func reference(lengths, scales []float64) float64 {
	sizes := make([]float64, 0, len(lengths))
	for i, x := range lengths {
		if !math.IsNaN(x) {
			sizes = append(sizes, math.Abs(x)/scales[i])
		}
	}
	at, _ := num.QuantileInPlace(sizes, constants.ReferenceQuantile) // n ≥ 1, as a history has residuals
	return max(at, constants.MinReference)
}

// level returns the limit of the union, in references.
func (h calibration) level(peaks []float64) float64 {
	days := num.Mul(float64(h.observed), float64(h.stepMs)) / zone.DayMs
	exceedances := num.Mul(num.Mul(constants.Exceedances, h.alertsPerWeek), days/7)
	learnt := num.Mul(constants.Inflation, ReturnLevel(peaks, days, exceedances))
	young := num.Mul(constants.YoungInflation, max(0, 1-days/constants.YoungDays))
	return num.Mul(max(learnt, h.normalLevel()), 1+young)
}

// normalLevel returns the least limit, in references: beyond what independent normal residuals
// exceed so often, since no history is normal enough to go below.
func (h calibration) normalLevel() float64 {
	slots := 7 * zone.DayMs / float64(h.stepMs)
	tail := min(h.alertsPerWeek/slots, mostTail) / 2
	quantile := band.NormalQuantile(1-tail) / band.NormalQuantile(1-(1-constants.ReferenceQuantile)/2)
	return num.Mul(constants.NormalInflation, quantile)
}

// mostTail is the greatest share of slots that may be alerts.
const mostTail = 0.5
