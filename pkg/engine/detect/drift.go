package detect

import (
	"cmp"
	"math"
	"slices"

	"github.com/tidemark/tidemark/pkg/engine/band"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// DriftAt returns the mean residual of the day that ends with slot i, divided by its limit, ≥ 0. residuals have
// shape [n] and contain the local level. It returns NaN if the slot has no residual, if half of its day is
// missing, or if a step is too long for a mean of a day. It is no part of the score. It reads a whole day, so a
// caller asks it of the slots that it answers alone. Twin: driftAt.
func (l Limits) DriftAt(e ScoreInput, residuals []float64, i int) float64 {
	n := daySlots(e.StepMs)
	if n == 0 || l.DayMean == 0 || math.IsNaN(residuals[i]) {
		return math.NaN()
	}
	total, observed := sumPresent(residuals[max(0, i+1-n) : i+1])
	if 2*observed < n {
		return math.NaN()
	}
	return l.timesDayMean(e, i, total/float64(observed))
}

// timesDayMean returns how many times its limit a day's mean is.
func (l Limits) timesDayMean(e ScoreInput, i int, mean float64) float64 {
	if !e.counts(mean) {
		return 0
	}
	size := math.Abs(mean)
	times := min(size/max(l.DayMean, side(e.MinLimit[i], mean)), MaxScore)
	if size < side(e.MinDeviation[i], mean) {
		return min(times, 1)
	}
	return times
}

// learnDayMean returns the limit of a day's mean residual, in the history's unit, calibrated as
// the statistics are, on the means of the history's days; 0 where it has none. The reference is
// that of a normal distribution with their median size: a drift in the history lasts for days.
// scale is the history's; residuals have shape [n], without a local level. Twin: learnDayMean.
func learnDayMean(timesMs []int64, residuals []float64, scale float64, stepMs int64, alertsPerWeek float64) float64 {
	sizes := dayMeans(timesMs, residuals, daySlots(stepMs))
	if len(sizes) == 0 {
		return 0
	}
	usual := band.NormalQuantile(1-(1-constants.ReferenceQuantile)/2) / band.NormalQuantile(0.75)
	reference := max(num.Mul(num.Median(sizes), usual), num.Mul(constants.MinReference, scale))
	slices.SortFunc(sizes, func(a, b float64) int { return cmp.Compare(b, a) })
	for i := range sizes {
		sizes[i] /= reference
	}
	days := calibration{stepMs: zone.DayMs, alertsPerWeek: alertsPerWeek, observed: len(sizes)}
	return num.Mul(days.level(sizes), reference)
}

// dayMeans returns the sizes of the mean residuals of those days, of n slots, of which half is
// observed; none where n is 0.
func dayMeans(timesMs []int64, residuals []float64, n int) []float64 {
	var out []float64
	for from, to := 0, 0; n > 0 && from < len(timesMs); from = to {
		day := num.FloorDiv(timesMs[from], zone.DayMs)
		for to < len(timesMs) && num.FloorDiv(timesMs[to], zone.DayMs) == day {
			to++
		}
		if total, observed := sumPresent(residuals[from:to]); 2*observed >= n {
			out = append(out, math.Abs(total/float64(observed)))
		}
	}
	return out
}

// daySlots returns the slots of a day; 0 where a mean of them would be hardly another statistic.
func daySlots(stepMs int64) int {
	if n := int(zone.DayMs / stepMs); n >= minMeanSlots {
		return n
	}
	return 0
}

func sumPresent(xs []float64) (total float64, count int) {
	for _, x := range xs {
		if !math.IsNaN(x) {
			total += x
			count++
		}
	}
	return total, count
}
