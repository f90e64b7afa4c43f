// Package detect scores the residuals of a series, and decides where it is anomalous.
// Stage: band → **detect** → frames. Twin: src/engine/detect. Numbers: spec/vectors/detect.
package detect

import (
	"github.com/tidemark/tidemark/pkg/engine/adapt"
)

// Window holds the inputs of statistics, one row a slot, of shape [n], in the history's unit.
type Window struct {
	Values    []float64 // NaN where missing
	Residuals []float64 // value − expected value, local level included; NaN where missing or excluded
	StepMs    int64
}

// WindowOf returns the window of deviations; they are not changed. Twin: windowOf.
func WindowOf(values []float64, d adapt.Deviations, stepMs int64) Window {
	residuals := make([]float64, len(values))
	for i, r := range d.Residuals {
		residuals[i] = r - d.Level[i]
	}
	return Window{Values: values, Residuals: residuals, StepMs: stepMs}
}

// MemoryMs is how far before a slot its statistics look, besides at the two slots before it.
// Repeats and drifts look a day back, but at values and models alone, not at local levels.
var MemoryMs = constants.MeanMs

// Statistic is a measure of the distance of a slot from its expected value. It depends on at most the hour before the
// slot.
type Statistic struct {
	Name string
	// Lengths returns the statistic of each slot, shape [n], as a length in the history's
	// unit: negative below the expected value, NaN where the slot has no residual.
	Lengths func(w Window) []float64
	// Boundary inverts the statistic. It returns the distance ≥ 0 of the value of slot i from its expected value, on the
	// side sign (−1 or 1), at which the statistic equals a limit > 0, given the slots before it. The statistic exceeds
	// the limit exactly where the distance is larger.
	Boundary func(w Window, i int, sign, limit float64) float64
}

// Statistics is the table of the detector. The reason of an anomaly is the place of its
// statistic in it, counted from 1.
var Statistics = []Statistic{Deviation, HourlyMean, Spike}

// same says whether two lengths lie on the same side of zero.
func same(a, b float64) bool { return a > 0 && b > 0 || a < 0 && b < 0 }

func withSign(size, sign float64) float64 {
	if sign < 0 {
		return -size
	}
	return size
}
