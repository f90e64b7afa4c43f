package detect

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/band"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

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
	days, exceedances := h.days()
	learnt := num.Mul(constants.Inflation, ReturnLevel(peaks, days, exceedances))
	young := num.Mul(constants.YoungInflation, max(0, 1-days/constants.YoungDays))
	return num.Mul(max(learnt, h.normalLevel()), 1+young)
}

// days returns how many days are observed, and how many alerts they may hold.
func (h calibration) days() (days, exceedances float64) {
	days = num.Mul(float64(h.observed), float64(h.stepMs)) / zone.DayMs
	return days, num.Mul(num.Mul(constants.Exceedances, h.alertsPerWeek), days/7)
}

// normalLevel returns the minimum limit, in references. It lies above the level that independent normal residuals
// exceed as often as asked, since real residuals have heavier tails.
func (h calibration) normalLevel() float64 {
	slots := 7 * zone.DayMs / float64(h.stepMs)
	tail := min(h.alertsPerWeek/slots, maxTail) / 2
	quantile := band.NormalQuantile(1-tail) / band.NormalQuantile(1-(1-constants.ReferenceQuantile)/2)
	return num.Mul(constants.NormalInflation, quantile)
}

// maxTail is the greatest share of slots that may be alerts.
const maxTail = 0.5
