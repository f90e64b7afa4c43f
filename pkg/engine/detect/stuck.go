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

// learnStuck returns how often a value may repeat: as long as an hour, and never less than the
// history's own runs did, calibrated as the statistics are. It returns 0 where values may rest:
// where more than few slots repeat the one before; where so many do that chance alone, by which a
// run's length is geometric, gives such an hour more often than asked; and in a young history,
// which does not know what rests by night or on weekends. Twin: learnStuck.
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

// scoreStuck lets a value that rests be the reason where that is the largest score. A run is no
// length in the history's unit: its boundary is so placed that the value lies as many times as far.
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
