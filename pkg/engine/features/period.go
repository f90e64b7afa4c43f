package features

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// A period is looked for in residuals at a slot of lagMs or the step, clipped so that
// outages do not lead, at lags to maxLagMs and to a quarter of the history.
const (
	lagMs     = 300_000
	maxLagMs  = 96 * 3_600_000
	sureLagMs = 36 * 3_600_000 // of longer periods too few are seen, so they must be clearer
	minLags   = 6
	clipScale = 5
)

// A peak of the autocorrelation counts above minPeak, with a valley before it of less
// than half of it: else noise with a long memory has a period. Of peaks nearly as high
// as the highest, the first is the period and the others its multiples.
const (
	minPeak    = 0.2
	minFarPeak = 0.5
	valley     = 0.5
	nearlyBest = 0.75
)

// snapWithin: a period so near to a part of the day is that part, and one within
// minuteWithin of whole minutes is that many.
const (
	snapWithin   = 0.01
	minuteWithin = 0.0002
	minuteMs     = 60_000
)

// partsOfDay are the periods that machines keep.
var partsOfDay = []float64{24, 12, 8, 6, 4, 3, 2, 1}

// FindPeriod returns the period of residuals that is neither day nor week, in
// milliseconds, or 0 if there is none. calendar and residuals have shape [n ≥ 1], in the
// order of time, residuals finite; neither is changed.
// Source: first high peak of the autocorrelation, refined by its multiples. Twin: findPeriod.
func FindPeriod(timesMs []int64, residuals []float64, stepMs int64) float64 {
	slot := max(stepMs, lagMs)
	x := evenly(timesMs, residuals, slot)
	lags := min(int(maxLagMs/slot), len(x)/4)
	a := autocorrelation{x: x, total: squares(x)}
	if a.total == 0 {
		return 0
	}
	first, height := a.firstPeak(1, min(lags, int(sureLagMs/slot)), minPeak)
	if first == 0 {
		first, height = a.firstPeak(int(sureLagMs/slot), lags, minFarPeak)
	}
	if first == 0 {
		return 0
	}
	return snapToClock(num.Mul(a.refine(first, height), float64(slot)))
}

// evenly returns the means of clipped residuals in slots from the first instant on, less
// their mean; slots without any are 0.
func evenly(timesMs []int64, residuals []float64, slot int64) []float64 {
	limit := num.Mul(clipScale, num.MAD(residuals))
	n := int((timesMs[len(timesMs)-1]-timesMs[0])/slot) + 1
	x, counts := make([]float64, n), make([]float64, n)
	for i, t := range timesMs {
		at := (t - timesMs[0]) / slot
		x[at] += min(max(residuals[i], -limit), limit)
		counts[at]++
	}
	total, observed := 0.0, 0.0
	for i, count := range counts {
		if count > 0 {
			x[i] /= count
			total += x[i]
			observed++
		}
	}
	for i, count := range counts {
		if count > 0 {
			x[i] -= total / observed
		}
	}
	return x
}

func squares(x []float64) float64 {
	total := 0.0
	for _, v := range x {
		total += num.Mul(v, v)
	}
	return total
}

// autocorrelation of an even, centered series.
type autocorrelation struct {
	x     []float64
	total float64 // Σ x²
}

// at returns the autocorrelation at a lag, corrected for the pairs that fall off the end.
func (a autocorrelation) at(lag int) float64 {
	n := len(a.x)
	var s0, s1 float64 // two sums run faster than one
	i := 0
	for ; i+lag+1 < n; i += 2 {
		s0 += num.Mul(a.x[i], a.x[i+lag])
		s1 += num.Mul(a.x[i+1], a.x[i+1+lag])
	}
	if i+lag < n {
		s0 += num.Mul(a.x[i], a.x[i+lag])
	}
	return num.Mul((s0+s1)/a.total, float64(n)/float64(n-lag))
}

// firstPeak returns the lag of the first peak between two lags that is nearly the highest,
// refined between its neighbours, and the height of the highest; 0 if none is above least.
func (a autocorrelation) firstPeak(from, to int, least float64) (at, height float64) {
	if to-from < minLags {
		return 0, 0
	}
	values := make([]float64, to+1)
	for lag := 1; lag <= to; lag++ {
		values[lag] = a.at(lag)
	}
	var peaks []int
	lowest := values[1]
	for lag := 2; lag < to; lag++ {
		v := values[lag]
		if lag > from && v > values[lag-1] && v >= values[lag+1] && v > least && lowest < num.Mul(valley, v) {
			peaks = append(peaks, lag)
			height = max(height, v)
		}
		lowest = min(lowest, v)
	}
	for _, lag := range peaks {
		if values[lag] > num.Mul(nearlyBest, height) {
			return float64(lag) + vertex(values[lag-1], values[lag], values[lag+1]), height
		}
	}
	return 0, 0
}

// vertex returns where the parabola through three neighbours has its peak, from the middle.
func vertex(before, at, after float64) float64 {
	bend := before - num.Mul(2, at) + after
	if bend >= 0 {
		return 0
	}
	return min(max(num.Mul(0.5, before-after)/bend, -0.5), 0.5)
}

// refine reads the period off the peaks at its multiples, as far as they stay high: the
// error of the lag is divided by the multiple.
func (a autocorrelation) refine(period, height float64) float64 {
	most := len(a.x) / 3
	for multiple := 2.0; num.Mul(period, multiple) < float64(most-2); {
		center, reach := int(num.Round(num.Mul(period, multiple))), max(1, int(num.Mul(period, 0.1)))
		best, at := math.Inf(-1), 0
		for lag := max(1, center-reach); lag <= min(most, center+reach); lag++ {
			if v := a.at(lag); v > best {
				best, at = v, lag
			}
		}
		if best < num.Mul(valley, height) {
			break
		}
		if at > 1 && at < most {
			refined := (float64(at) + vertex(a.at(at-1), best, a.at(at+1))) / multiple
			if refined < 1 {
				break // no period is shorter than a slot, and its multiples would never reach the end
			}
			period = refined
		}
		if multiple < 8 {
			multiple *= 2
		} else {
			multiple += 8
		}
	}
	return period
}

func snapToClock(periodMs float64) float64 {
	for _, parts := range partsOfDay {
		part := zone.DayMs / parts
		if math.Abs(periodMs-part) < num.Mul(snapWithin, part) {
			return part
		}
	}
	if whole := num.Mul(num.Round(periodMs/minuteMs), minuteMs); math.Abs(periodMs-whole) < num.Mul(minuteWithin, periodMs) {
		return whole
	}
	return periodMs
}
