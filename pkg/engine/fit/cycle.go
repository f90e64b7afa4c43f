package fit

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Cycle is the shape of a period that was found in a history and is neither day nor week,
// such as a garbage collection every 6.5 hours. It is part of a model.
type Cycle struct {
	PeriodMs float64   `json:"periodMs"`
	Values   []float64 `json:"values"` // shape [bins], by the phase since the epoch
}

// A cycle has a bin a step, but at most maxBins; it must span minSteps steps, fit
// minCycles times into the history, and take minGain of the error away.
const (
	maxBins   = 96
	minBins   = 4
	minSteps  = 4
	minCycles = 3
	minGain   = 0.1
)

// findCycle returns the cycle of residuals, shape [n], or nil if there is none.
func findCycle(s Sample, residuals []float64, spanMs int64) *Cycle {
	period := features.FindPeriod(s.Calendar.TimesMs, residuals, s.StepMs)
	step := float64(s.StepMs)
	if period == 0 || period < num.Mul(minSteps, step) || float64(spanMs) < num.Mul(minCycles, period) {
		return nil
	}
	c := &Cycle{PeriodMs: period}
	bins := min(maxBins, max(minBins, int(period/step)))
	bin := c.bins(s.Calendar.TimesMs, bins)
	c.Values = cycleMedians(bin, residuals, bins)
	before, after := 0.0, 0.0
	for i, r := range residuals {
		before += math.Abs(r)
		after += math.Abs(r - c.Values[bin[i]])
	}
	if after < num.Mul(1-minGain, before) {
		return c
	}
	return nil
}

// bins returns the bin of each instant, shape [n].
func (c Cycle) bins(timesMs []int64, bins int) []int {
	out := make([]int, len(timesMs))
	for i, t := range timesMs {
		at := float64(t)
		phase := (at - num.Mul(math.Floor(at/c.PeriodMs), c.PeriodMs)) / c.PeriodMs
		out[i] = min(max(int(math.Floor(num.Mul(phase, float64(bins)))), 0), bins-1)
	}
	return out
}

// cycleMedians returns the median of each bin, 0 for one without values.
func cycleMedians(bin []int, residuals []float64, bins int) []float64 {
	medians, counts := features.BinMedians(bin, residuals, bins)
	for b, count := range counts {
		if count == 0 {
			medians[b] = 0
		}
	}
	return medians
}

// at returns the cycle's value at each instant, shape [n].
func (c Cycle) at(timesMs []int64) []float64 {
	out := make([]float64, len(timesMs))
	for i, bin := range c.bins(timesMs, len(c.Values)) {
		out[i] = c.Values[bin]
	}
	return out
}
