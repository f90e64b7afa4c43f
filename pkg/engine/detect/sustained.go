package detect

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/adapt"
	"github.com/tidemark/tidemark/pkg/engine/band"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Sustained judges the mean of an hour: a deviation too small for one point may be too
// large for an hour, as long as it lasts. It is part of a model.
type Sustained struct {
	Points int           `json:"points"` // slots of the mean; 0: the rule is off
	Recent int           `json:"recent"` // slots whose median says whether it lasts
	Edge   band.Interval `json:"edge"`   // of the mean, in normalised deviations
}

// The rule takes the mean of an hour, of deviations clipped so that one spike is no
// lasting one. Means over longer found more drifts, but more false alarms than drifts.
const (
	sustainedMs    = 3_600_000
	recentMs       = 900_000
	sustainedClip  = 12
	sustainedLeast = 0.5  // of the edge
	ownShare       = 0.25 // of the median, that the slot itself must deviate
)

// LearnSustained reads the rule's edge from a history, as the band's is read: timesMs of
// shape [n], one a slot, as d. Means overlap, so a day has no more of them than it has
// quarters of an hour, however fine the step. Nothing is changed. Twin: learnSustained.
func LearnSustained(timesMs []int64, d adapt.Deviations, stepMs int64, alertsPerWeek float64) Sustained {
	s := Sustained{Points: int(sustainedMs / stepMs), Recent: recentSlots(stepMs)}
	if s.Points < 2 {
		return Sustained{}
	}
	means := make([]float64, len(timesMs))
	for i := range means {
		means[i] = s.meanAt(d, i)
	}
	edge := band.PeakEdge(timesMs, means, means, stepMs, max(stepMs, recentMs), alertsPerWeek).Times(band.Wander(d.Normalised(), stepMs))
	s.Edge = band.Interval{Lower: max(edge.Lower, sustainedLeast), Upper: max(edge.Upper, sustainedLeast)}
	return s
}

// recentSlots returns how many slots say whether something lasts, one at least.
func recentSlots(stepMs int64) int { return max(1, int(recentMs/stepMs)) }

// Scores returns how far the deviation lasts beyond the edge, shape [n]: the lesser of the
// hour's mean and the recent slots' median, so that it ends where the incident does; 0
// where they are of two minds, the slot itself is back, or missing. Twin: sustainedScores.
func (s Sustained) Scores(d adapt.Deviations) []float64 {
	out := make([]float64, len(d.Residuals))
	recent := make([]float64, 0, s.Recent)
	for i := range out {
		if s.Points == 0 || math.IsNaN(d.Residuals[i]) {
			continue
		}
		mean, median, own := s.meanAt(d, i), s.medianAt(d, i, recent), d.At(i, i)
		switch {
		case mean > 0 && median > 0 && own > num.Mul(ownShare, median):
			out[i] = min(mean, median) / s.Edge.Upper
		case mean < 0 && median < 0 && own < num.Mul(ownShare, median):
			out[i] = -max(mean, median) / s.Edge.Lower
		}
	}
	return out
}

// meanAt returns the mean of the clipped deviations of the slots up to i, as seen from i;
// NaN where fewer than half have data.
func (s Sustained) meanAt(d adapt.Deviations, i int) float64 {
	total, n, from := 0.0, 0, max(0, i+1-s.Points)
	level, factor, scale := d.Level[i], d.Factor[i], d.Scale[from:i+1]
	for k, residual := range d.Residuals[from:][:len(scale)] {
		z := (residual - level) / float64(scale[k]*factor) // d.At, written out for speed
		switch {
		case z > sustainedClip:
			z = sustainedClip
		case z < -sustainedClip:
			z = -sustainedClip
		case math.IsNaN(z):
			continue
		}
		total += z
		n++
	}
	if n < (s.Points+1)/2 {
		return math.NaN()
	}
	return total / float64(n)
}

// medianAt returns the median deviation of the recent slots up to i, as seen from i, of
// which i has data. scratch holds them meanwhile.
func (s Sustained) medianAt(d adapt.Deviations, i int, scratch []float64) float64 {
	held := scratch[:0]
	for k := max(0, i+1-s.Recent); k <= i; k++ {
		if z := d.At(k, i); !math.IsNaN(z) {
			held = append(held, z)
		}
	}
	return num.MedianInPlace(held)
}
