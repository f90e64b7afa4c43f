package detect

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/band"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// Range judges values beyond all that a history has seen. A band that follows its series takes a
// climb of two days for the new usual; the range of weeks does not move. It is part of a model.
type Range struct {
	Lowest  float64 `json:"lowest"` // of the history, in its unit
	Highest float64 `json:"highest"`
	Room    float64 `json:"room"` // so far beyond either is too far; 0: the rule is off
}

// A value is too far beyond the range at rangeShare of it. A history of fewer days than
// rangeDays has not seen what its series can do: the room grows by the square of what is missing.
const (
	rangeShare = 0.3
	rangeDays  = 14
)

// LearnRange reads the rule from a history. values have shape [n], one a slot, NaN where missing
// or excluded. Nothing is changed. Twin: learnRange.
func LearnRange(values []float64, stepMs int64, alertsPerWeek float64) Range {
	held := num.CountPresent(values)
	if held == 0 {
		return Range{}
	}
	lowest, highest := num.Extent(values)
	young := max(1, rangeDays/(num.Mul(float64(held), float64(stepMs))/zone.DayMs))
	share := num.Mul(num.Mul(rangeShare, band.TailRatio(stepMs, alertsPerWeek)), num.Mul(young, young))
	room := num.Mul(share, highest-lowest)
	if math.IsInf(room, 0) {
		room = 0
	}
	return Range{Lowest: lowest, Highest: highest, Room: room}
}

// Score returns how far slot i is beyond the range, or beyond what is expected where that is
// less; 0 inside. Nothing is changed. Twin: rangeScore.
func (r Range) Score(e Evidence, i int) float64 {
	if r.Room == 0 || math.IsNaN(e.Deviations.Residuals[i]) {
		return 0
	}
	deviation := e.deviation(i)
	beyond := max(min(e.Values[i]-r.Highest, deviation), min(r.Lowest-e.Values[i], -deviation), 0)
	return min(beyond/r.Room, mostScore)
}
