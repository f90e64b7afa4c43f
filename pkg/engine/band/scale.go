// Package band estimates the error model of a mean model: its scale and its prediction intervals.
// Stage: fit → adapt → **band** → detect. Twin: src/engine/band. Numbers: spec/vectors/band.
package band

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// Scale is the spread of residuals by hour of the day, in the history's unit. It is part
// of a model.
type Scale struct {
	Overall float64   `json:"overall"`
	Hours   []float64 `json:"hours"` // shape [0], [24], or [48] where weekends have hours of their own
}

// Histories shorter than these do not tell an hour's spread from chance; 168 hours of the
// week would not in two weeks either.
const (
	daysForHours   = 3
	daysForWeekend = 10
)

// An hour's spread is drawn towards the overall one as if so many more points had been seen
// as priorOf says, and a quarter of each neighbour's is mixed in.
const (
	minPrior = 12
	maxPrior = 10_000
)

// The variance of a spread that n points tell is spreadNoise/n of its square: 1.36/n for a
// normal distribution's median absolute deviation, more where neighbours are alike. Hours of
// fewer than pointsForPrior on average don't tell how much they differ.
const (
	spreadNoise    = 2
	pointsForPrior = 24
)

// meanToNormal makes the mean absolute deviation of a normal distribution its standard
// deviation: √(π/2). Where most residuals of an hour are zero, as counts' are, their median
// says nothing of the others, and an hour without spread would make every other's deviations
// small.
const meanToNormal = 1.2533

// minScale is the least spread in a history's unit: that of one without residuals.
const minScale = 1e-9

// LearnScale learns the spread of residuals, shape [n ≥ 1], finite, of a history of
// spanMs. With seasonal false one spread holds for all hours. Nothing is changed.
func LearnScale(calendar features.Calendar, residuals []float64, spanMs int64, seasonal bool) Scale {
	s := Scale{Overall: overallSpread(residuals), Hours: []float64{}} // [] in JSON, never null
	if !seasonal || spanMs < daysForHours*zone.DayMs {
		return s
	}
	s.Hours = make([]float64, 24)
	if spanMs >= daysForWeekend*zone.DayMs {
		s.Hours = make([]float64, 48)
	}
	hour, distance := make([]int, len(residuals)), make([]float64, len(residuals))
	for i, r := range residuals {
		hour[i] = s.hourOf(calendar, i)
		distance[i] = math.Abs(r)
	}
	medians, counts := features.BinMedians(hour, distance, len(s.Hours))
	totals := make([]float64, len(s.Hours))
	for i, h := range hour {
		totals[h] += distance[i]
	}
	for h, count := range counts {
		switch {
		case count == 0:
		case medians[h] < minScale:
			s.Hours[h] = max(s.Overall, num.Mul(meanToNormal, totals[h]/float64(count)))
		default:
			s.Hours[h] = num.Mul(num.MADToNormal, medians[h])
		}
	}
	prior := priorOf(s.Hours, counts)
	for h, own := range s.Hours {
		n := float64(counts[h])
		s.Hours[h] = math.Sqrt((num.Mul(n, num.Mul(own, own)) + num.Mul(prior, num.Mul(s.Overall, s.Overall))) / (n + prior))
	}
	smoothDays(s.Hours)
	return s
}

// priorOf returns the number of points that the overall spread counts for. The number falls as the hours' spreads
// differ by more than chance explains. hours and the counts of their
// points have shape [24] or [48]; an hour without points says nothing.
// Source: Efron & Morris (1975), empirical Bayes.
func priorOf(hours []float64, counts []int) float64 {
	bins, points, total := 0.0, 0.0, 0.0
	for h, count := range counts {
		if count > 0 {
			bins++
		}
		points += float64(count)
		total += num.Mul(float64(count), hours[h])
	}
	if points < num.Mul(pointsForPrior, bins) {
		return minPrior
	}
	mean, squares := total/points, 0.0
	for h, count := range counts {
		difference := hours[h]/mean - 1
		squares += num.Mul(float64(count), num.Mul(difference, difference))
	}
	excess := (squares - num.Mul(spreadNoise, bins-1)) / points // of the variance over chance
	if excess <= 0 {
		return maxPrior
	}
	return min(max(spreadNoise/excess, minPrior), maxPrior)
}

// overallSpread is the median absolute deviation, or, where more than half of the
// residuals are equal, the mean one.
func overallSpread(residuals []float64) float64 {
	if spread := num.MAD(residuals); spread >= minScale {
		return spread
	}
	center := num.Median(residuals)
	distance := make([]float64, len(residuals))
	for i, r := range residuals {
		distance[i] = math.Abs(r - center)
	}
	return num.Mean(distance) + minScale
}

// smoothDays mixes a quarter of each neighbour into every hour, around each day's circle.
func smoothDays(hours []float64) {
	for day := 0; day < len(hours); day += 24 {
		raw := append([]float64(nil), hours[day:day+24]...)
		for h := range raw {
			hours[day+h] = num.Mul(0.25, raw[(h+23)%24]) + num.Mul(0.5, raw[h]) + num.Mul(0.25, raw[(h+1)%24])
		}
	}
}

func (s Scale) hourOf(calendar features.Calendar, i int) int {
	hour := int(calendar.DayMs[i] / 3_600_000)
	if len(s.Hours) == 48 && calendar.Weekend[i] {
		hour += 24
	}
	return hour
}

// At returns the spread at each instant, shape [n].
func (s Scale) At(calendar features.Calendar) []float64 {
	out := make([]float64, len(calendar.TimesMs))
	for i := range out {
		out[i] = s.Overall
		if len(s.Hours) > 0 {
			out[i] = s.Hours[s.hourOf(calendar, i)]
		}
	}
	return out
}
