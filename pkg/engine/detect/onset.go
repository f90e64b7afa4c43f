package detect

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// Onset judges leaps: how far a value steps out of the range of the two before it. What
// comes suddenly stands out from the next hour's noise long before it stands out from a
// day's, and a lasting incident in a history hardly changes how far values leap. It is
// part of a model.
type Onset struct {
	Value    float64 `json:"value"`    // leaps of values that are too far, in the history's unit; 0: the rule is off
	Residual float64 `json:"residual"` // leaps of what the model leaves
	Points   int     `json:"points"`   // slots of the day whose greatest leap is remembered
}

// A leap that is less than newsShare of the day's greatest is no news. What a model
// expects to leap counts only as far as the residual leaps too.
const (
	newsShare     = 0.5
	residualShare = 2
)

// LearnOnset reads how far a history leaps. values and residuals have shape [n], one a
// slot, NaN where missing. Nothing is changed. Twin: learnOnset.
func LearnOnset(timesMs []int64, values, residuals []float64, stepMs int64, alertsPerWeek float64) Onset {
	if stepMs >= zone.DayMs {
		return Onset{} // a day is all that is remembered
	}
	leaps := leapsOf(values, residuals)
	return Onset{
		Value:    leapEdge(timesMs, leaps, stepMs, alertsPerWeek),
		Residual: leapEdge(timesMs, leapsOf(residuals, residuals), stepMs, alertsPerWeek),
		Points:   max(1, int(zone.DayMs/stepMs)-leapSlots),
	}
}

// Scores returns the score of each slot's leap, shape [n]: 0 where it does not lead away
// from what is expected, or where what is expected leaps itself. Nothing is changed.
// Twin: onsetScores.
func (o Onset) Scores(e Evidence) []float64 {
	out := make([]float64, len(e.Values))
	if o.Value == 0 {
		return out
	}
	residuals := e.Deviations.Residuals
	leaps, left := leapsOf(e.Values, residuals), leapsOf(residuals, residuals)
	recent := greatestBefore(leaps, o.Points)
	for i, leap := range leaps {
		deviation := e.deviation(i)
		if !sameSide(leap, deviation) || e.Jumps[i] {
			continue
		}
		away := min(math.Abs(leap), math.Abs(deviation)) // the way back to what is expected is no leap
		out[i] = away / max(o.Value, num.Mul(newsShare, recent[i]))
		if o.Residual > 0 {
			rest := 0.0
			if sameSide(leap, left[i]) {
				rest = math.Abs(left[i]) / o.Residual
			}
			out[i] = min(out[i], num.Mul(residualShare, rest))
		}
		out[i] = min(out[i], mostScore)
	}
	return out
}

func sameSide(a, b float64) bool { return a > 0 && b > 0 || a < 0 && b < 0 }
