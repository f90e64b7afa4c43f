package detect

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// repeatsOf returns how many slots without a gap before each one hold its value, at most as many
// as a day has besides it; shape [n], NaN where the slot has no residual.
func repeatsOf(w Window) []float64 {
	most := float64(zone.DayMs/w.StepMs - 1)
	out := make([]float64, len(w.Residuals))
	for i, r := range w.Residuals {
		switch {
		case math.IsNaN(r):
			out[i] = r
		case i > 0 && w.Values[i] == w.Values[i-1] && !math.IsNaN(out[i-1]):
			out[i] = min(out[i-1]+1, most)
		}
	}
	return out
}

// learnStuck returns the limit of repeats: one hour, and at least the history's own runs, calibrated as the
// statistics are. It returns 0, no limit, in three cases: too many slots repeat the one before; chance alone, with
// geometric runs, gives an hour's run more often than asked; the history is too short to hold quiet nights and
// weekends. Twin: learnStuck.
func (h calibration) learnStuck(repeats []float64) float64 {
	days, exceedances := h.days()
	least := max(1, float64(constants.PeakMs)/float64(h.stepMs))
	share := repeatShare(repeats)
	starts := num.Mul(7*zone.DayMs/float64(h.stepMs), 1-share)
	byChance := num.Log(starts/h.alertsPerWeek) / -num.Log(share)
	if share > 1-constants.ReferenceQuantile || byChance > least || days < constants.YoungDays || daySlots(h.stepMs) == 0 {
		return 0
	}
	runs := make([]float64, len(repeats))
	for i, x := range repeats {
		if !math.IsNaN(x) {
			runs[i] = x + 1
		}
	}
	own := num.Mul(constants.Inflation, ReturnLevel(Peaks(h.timesMs, runs, h.stepMs), days, exceedances))
	return max(own-1, least)
}

// repeatShare is Laplace's estimate of the share of slots that repeat the one before.
func repeatShare(repeats []float64) float64 {
	repeated, pairs := 0.0, 0.0
	for i := 1; i < len(repeats); i++ {
		if math.IsNaN(repeats[i]) || math.IsNaN(repeats[i-1]) {
			continue
		}
		pairs++
		if repeats[i] > 0 {
			repeated++
		}
	}
	return (repeated + 1) / (pairs + 2)
}

// scoreStuck makes a repeated value the reason if its score is the largest. A run has no length in the history's
// unit. Its boundary is the residual divided by the score.
func (l Limits) scoreStuck(e ScoreInput, s Scores) {
	if l.Stuck == 0 {
		return
	}
	for i, n := range repeatsOf(e.Window) {
		r := e.Residuals[i]
		score := n / l.Stuck
		if math.Abs(r) < side(e.MinDeviation[i], r) {
			score = min(score, 1)
		}
		if !(score > s.Score[i]) || !e.counts(r) {
			continue
		}
		s.Score[i] = score
		if score > 1 {
			s.Reason[i], s.Boundary[i] = ReasonStuck, math.Abs(r)/score
		}
	}
}
