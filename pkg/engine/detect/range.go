package detect

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/band"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// Range judges values beyond all that a history has seen. A band that follows its series takes a
// climb of two days for the new usual; the range of weeks does not move. Only what lasts counts,
// what most slots of a quarter of an hour are beyond. It is part of a model.
type Range struct {
	Lowest  float64 `json:"lowest"` // of what lasted in the history, in its unit
	Highest float64 `json:"highest"`
	Room    float64 `json:"room"`   // so far beyond either is too far; 0: the rule is off
	Recent  int     `json:"recent"` // slots of a quarter of an hour, one at least
}

// Too far beyond the range is rangeShare of it. A history of fewer days than
// rangeDays has not seen what its series can do: the room grows by the square of what is missing.
const (
	rangeShare = 0.2
	rangeDays  = 14
)

// LearnRange reads the rule from a history. values have shape [n], one a slot, NaN where missing
// or excluded. Nothing is changed. Twin: learnRange.
func LearnRange(values []float64, stepMs int64, alertsPerWeek float64) Range {
	r := Range{Lowest: math.Inf(1), Highest: math.Inf(-1), Recent: recentSlots(stepMs)}
	scratch := make([]float64, 0, r.Recent)
	for i, v := range values {
		if v >= r.Lowest && v <= r.Highest {
			continue // what lasts goes further only with its newest value
		}
		if below, above, ok := r.lastingAt(values, values, i, scratch); ok {
			r.Lowest, r.Highest = min(r.Lowest, below), max(r.Highest, above)
		}
	}
	if r.Lowest > r.Highest {
		return Range{}
	}
	young := max(1, rangeDays/daysKnown(values, stepMs))
	share := num.Mul(num.Mul(rangeShare, band.TailRatio(stepMs, alertsPerWeek)), num.Mul(young, young))
	if room := num.Mul(share, r.Highest-r.Lowest); !math.IsInf(room, 0) {
		r.Room = room
	}
	return r
}

// Scores returns how far each slot and most before it are beyond the range, or it is beyond what is
// expected where that is less, shape [n]; 0 inside. Nothing is changed. Twin: rangeScores.
func (r Range) Scores(e Evidence) []float64 {
	out := make([]float64, len(e.Values))
	if r.Room == 0 {
		return out
	}
	scratch := make([]float64, 0, r.Recent)
	for i, v := range e.Values {
		if v >= r.Lowest && v <= r.Highest {
			continue
		}
		if below, above, ok := r.lastingAt(e.Values, e.Deviations.Residuals, i, scratch); ok {
			deviation := e.deviation(i)
			beyond := max(min(v-r.Highest, above-r.Highest, deviation), min(r.Lowest-v, r.Lowest-below, -deviation), 0)
			out[i] = min(beyond/r.Room, mostScore)
		}
	}
	return out
}

// lastingAt returns what most of the recent slots up to i are not above, and not below; not ok where
// slot i's value or half of them are missing. Slots without residual are excluded, and count as
// missing. scratch holds the values meanwhile.
func (r Range) lastingAt(values, residuals []float64, i int, scratch []float64) (below, above float64, ok bool) {
	if math.IsNaN(residuals[i]) {
		return 0, 0, false
	}
	held := scratch[:0]
	for k := max(0, i+1-r.Recent); k <= i; k++ {
		if !math.IsNaN(residuals[k]) {
			held = append(held, values[k]+0) // −0 + 0 is 0
		}
	}
	most := r.Recent/2 + 1
	if len(held) < most {
		return 0, 0, false
	}
	return num.SelectInPlace(held, most-1), num.SelectInPlace(held, len(held)-most), true
}

// daysKnown returns of how many days a history has a value; a day is 24 h from the first slot on.
func daysKnown(values []float64, stepMs int64) float64 {
	known, last := int64(0), int64(-1)
	for i, v := range values {
		if day := int64(i) * stepMs / zone.DayMs; !math.IsNaN(v) && day != last {
			known, last = known+1, day
		}
	}
	span := num.Mul(float64(len(values)), float64(stepMs)) / zone.DayMs
	return min(float64(known*max(stepMs, zone.DayMs))/zone.DayMs, span)
}
