package detect

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/adapt"
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
	Joint    Joint   `json:"joint"`    // leaps together with deviations
	Points   int     `json:"points"`   // slots of the day whose greatest leap is remembered
}

// A leap that is less than newsShare of the day's greatest is no news. What a model
// expects to leap counts only as far as the residual leaps too. Where leaps are judged jointly
// with deviations, one alone must go aloneMultiple times as far. Near a jump of what is expected
// a leap of up to jumpFactor times as far may be a job that begins early, late or larger.
const (
	newsShare     = 0.5
	residualShare = 2
	aloneMultiple = 1.5
	jumpFactor    = 3
)

// LearnOnset reads how far a history leaps. values have shape [n], one a slot, NaN where
// missing; d are the band's deviations of it. Nothing is changed. Twin: learnOnset.
func LearnOnset(timesMs []int64, values []float64, d adapt.Deviations, stepMs int64, alertsPerWeek float64) Onset {
	if stepMs >= zone.DayMs {
		return Onset{} // a day is all that is remembered
	}
	leaps, held := leapsOf(values, d.Residuals), num.CountPresent(d.Residuals)
	return Onset{
		Value:    leapEdge(timesMs, leaps, held, stepMs, alertsPerWeek),
		Residual: leapEdge(timesMs, leapsOf(d.Residuals, d.Residuals), held, stepMs, alertsPerWeek),
		Joint:    LearnJoint(leaps, d, stepMs, alertsPerWeek),
		Points:   max(1, int(zone.DayMs/stepMs)-leapSlots),
	}
}

// Scores returns the score of each slot's leap, shape [n]: 0 where it does not lead away
// from what is expected, or where what is expected jumps itself. Nothing is changed.
// Twin: onsetScores.
func (o Onset) Scores(e Evidence) []float64 {
	out := make([]float64, len(e.Values))
	if o.Value == 0 {
		return out
	}
	residuals := e.Deviations.Residuals
	leaps, left := leapsOf(e.Values, residuals), leapsOf(residuals, residuals)
	recent, alone := greatestBefore(leaps, o.Points), o.Value
	if o.Joint.Leap > 0 {
		alone = num.Mul(aloneMultiple, alone)
	}
	for i, leap := range leaps {
		deviation := e.deviation(i)
		if !sameSide(leap, deviation) || math.Abs(leap) <= num.Mul(jumpFactor, e.Jumps[i]) {
			continue
		}
		leap, deviation = math.Abs(leap), math.Abs(deviation)
		away := min(leap, deviation) // the way back to what is expected is no leap
		out[i] = max(away/max(alone, num.Mul(newsShare, recent[i])), o.Joint.score(leap, deviation, recent[i]))
		if o.Residual > 0 {
			rest := 0.0
			if sameSide(leaps[i], left[i]) {
				rest = math.Abs(left[i]) / o.Residual
			}
			out[i] = min(out[i], num.Mul(residualShare, rest))
		}
		out[i] = min(out[i]/o.Joint.discount(deviation), mostScore)
	}
	return out
}

func sameSide(a, b float64) bool { return a > 0 && b > 0 || a < 0 && b < 0 }
