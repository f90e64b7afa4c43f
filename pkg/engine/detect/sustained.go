package detect

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/adapt"
	"github.com/tidemark/tidemark/pkg/engine/band"
)

// Sustained judges the mean of the last slots: a deviation too small for one point may be
// too large for an hour. It is part of a model.
type Sustained struct {
	Points int           `json:"points"` // slots of the mean; 0: the rule is off
	Recent int           `json:"recent"` // slots that must still deviate
	Edge   band.Interval `json:"edge"`   // of the mean, in normalised deviations
}

// The rule takes the mean of an hour, of deviations clipped so that one spike is no
// lasting one. Means over longer found more drifts, but more false alarms than drifts.
const (
	sustainedMs    = 3_600_000
	recentMs       = 900_000
	sustainedClip  = 12
	sustainedLeast = 0.5 // of the edge
	recentShare    = 0.6 // of the mean, that recent slots must keep
)

// learnSustained reads the rule's edge from a history, as the band's is read.
func learnSustained(timesMs []int64, d adapt.Deviations, stepMs int64, alertsPerWeek float64) Sustained {
	s := Sustained{Points: int(sustainedMs / stepMs), Recent: max(1, int(recentMs/stepMs))}
	if s.Points < 2 {
		return Sustained{}
	}
	means := make([]float64, len(timesMs))
	for i := range means {
		means[i] = s.meanAt(d, i)
	}
	edge := band.PeakEdge(timesMs, means, means, stepMs, alertsPerWeek).Times(band.Wander(d.Normalised(), stepMs))
	s.Edge = band.Interval{Lower: max(edge.Lower, sustainedLeast), Upper: max(edge.Upper, sustainedLeast)}
	return s
}

// meanAt returns the mean deviation of the slots up to i, as seen from i; NaN where fewer
// than half have data.
func (s Sustained) meanAt(d adapt.Deviations, i int) float64 {
	return meanDeviation(d, i, s.Points, (s.Points+1)/2)
}

// score returns how far the mean stands out at slot i; 0 if it does not last, or the
// point is missing.
func (s Sustained) score(d adapt.Deviations, i int) float64 {
	if s.Points == 0 || math.IsNaN(d.Residuals[i]) {
		return 0
	}
	mean := s.meanAt(d, i)
	recent := meanDeviation(d, i, s.Recent, 1)
	switch {
	case mean > 0 && recent > recentShare*mean:
		return mean / s.Edge.Upper
	case mean < 0 && recent < recentShare*mean:
		return -mean / s.Edge.Lower
	}
	return 0
}

// meanDeviation returns the mean of the clipped deviations of the last slots up to i, as
// seen from i; NaN if fewer than least have data.
func meanDeviation(d adapt.Deviations, i, slots, least int) float64 {
	total, n := 0.0, 0
	for k := max(0, i+1-slots); k <= i; k++ {
		if z := d.At(k, i); !math.IsNaN(z) {
			total += min(max(z, -sustainedClip), sustainedClip)
			n++
		}
	}
	if n < least || n == 0 {
		return math.NaN()
	}
	return total / float64(n)
}
