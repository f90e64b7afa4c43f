package detect

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/adapt"
	"github.com/tidemark/tidemark/pkg/engine/band"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Joint judges a leap together with the deviation that it leads to, by the geometric mean of
// how far both go. An hour that stands alone is often all of an incident that coarse steps
// show, and a history has too few of them to say where the tails of either end; but it knows
// well how far values leap usually, and how far one in twenty deviates. It is part of a model.
type Joint struct {
	Leap      float64 `json:"leap"`      // too far where the deviation goes as far, in the history's unit; 0: the rule is off
	Deviation float64 `json:"deviation"` // too far where the leap goes as far
	Small     float64 `json:"small"`     // a smaller deviation is small beside what the history has seen
}

// Leap and deviation are too far, together, at jointMultiple times their quantiles. Where
// counts repeat, no deviation may be left at farDeviation: half the usual leap is the least.
const (
	jointMultiple  = 4.6
	usualLeap      = 0.5
	farDeviation   = 0.95
	leastDeviation = 0.5
)

// A deviation of less than smallShare of the span that the history's fill counts less, down to
// one part in smallFactor. A leap that is less than jointNews of the day's greatest is no news.
const (
	smallShare  = 0.15
	smallFactor = 2
	jointNews   = 0.25
)

// LearnJoint reads the rule from a history's leaps, shape [n], one a slot, and its deviations.
// Nothing is changed. Twin: learnJoint.
func LearnJoint(leaps []float64, d adapt.Deviations, stepMs int64, alertsPerWeek float64) Joint {
	if !band.IsCoarse(stepMs) {
		return Joint{}
	}
	sizes := sizesOf(leaps)
	if len(sizes) < leastLeaps {
		return Joint{}
	}
	lowest, highest := 0.0, 0.0
	distances := make([]float64, 0, len(leaps))
	for i, residual := range d.Residuals {
		if deviation := residual - d.Level[i]; !math.IsNaN(deviation) {
			lowest, highest = min(lowest, deviation), max(highest, deviation)
			distances = append(distances, math.Abs(deviation))
		}
	}
	usual, _ := num.QuantileInPlace(sizes, usualLeap) // n ≥ 1 and 0 < p < 1, as where a value leaps it has a residual
	far, _ := num.QuantileInPlace(distances, farDeviation)
	multiple := num.Mul(jointMultiple, band.TailRatio(stepMs, alertsPerWeek))
	return Joint{
		Leap:      num.Mul(multiple, usual),
		Deviation: num.Mul(multiple, max(far, num.Mul(leastDeviation, usual))),
		Small:     num.Mul(smallShare, highest-lowest),
	}
}

// score returns that of a leap and a deviation, both > 0; recent is the day's greatest leap.
func (j Joint) score(leap, deviation, recent float64) float64 {
	if j.Leap == 0 {
		return 0
	}
	together := math.Sqrt(num.Mul(min(leap, deviation)/j.Leap, deviation/j.Deviation))
	return min(together, leap/num.Mul(jointNews, recent))
}

// discount returns by how much the score of a deviation > 0 is divided: 1 to smallFactor.
func (j Joint) discount(deviation float64) float64 {
	return min(max(j.Small/deviation, 1), smallFactor)
}
