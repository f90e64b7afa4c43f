package engine

import (
	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/detect"
	"github.com/tidemark/tidemark/pkg/engine/spec"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// MemoryMs is the memory of adaptation: the expected value at t depends on data before t − MemoryMs only through its
// model. A score depends on detect.MemoryMs more, a verdict on
// the slots of its decision too.
const MemoryMs = zone.DayMs

// CutOf returns the training cut of an instant: the last multiple of train.every at or
// before it, in features.timezone. The model for the instant has learnt from data before
// its cut alone.
//
// Errors: spec/unknown-timezone. Twin: cutOf in src/engine/cuts.ts.
func CutOf(timeMs int64, s Spec) (int64, error) {
	z, err := zone.Load(s.Features.Timezone)
	if err != nil {
		return 0, err
	}
	return cuts(s, z).Floor(timeMs), nil
}

// cuts divides time at the training cuts.
func cuts(s Spec, z *zone.Zone) clean.Slots {
	return clean.NewSlots(durationMs(s.Train.Every), z)
}

// durationMs reads a duration of a parsed spec, where each is valid.
func durationMs(text string) int64 {
	ms, _ := spec.DurationMs(text)
	return int64(ms)
}

// NeededFromMs returns the earliest instant whose data an analysis from fromMs on depends
// on; asking upstream for less gives other numbers. stepMs is the grid's step.
//
// Errors: spec/unknown-timezone. Twin: neededFromMs.
func NeededFromMs(s Spec, stepMs, fromMs int64) (int64, error) {
	cut, err := CutOf(fromMs, s)
	if err != nil {
		return 0, err
	}
	lag := int64(0)
	for _, r := range s.Features.Regressors {
		for _, text := range r.Lag {
			lag = max(lag, durationMs(text))
		}
	}
	_, n, hold := detect.DecisionWindow(s.Detect)
	decision := int64(n+hold)*stepMs + detect.MemoryMs
	if s.Clean.Missing == "hold" {
		decision += MemoryMs // a held value may be a day old
	}
	return cut - max(windowMs(s, stepMs), decision) - MemoryMs - lag, nil
}

// windowMs returns the length of history that a model learns from, in milliseconds.
func windowMs(s Spec, stepMs int64) int64 {
	switch {
	case s.Train.Window != "auto":
		return durationMs(s.Train.Window)
	case stepMs <= 15*60_000:
		return 14 * zone.DayMs
	case stepMs < zone.DayMs:
		return 56 * zone.DayMs
	}
	return 730 * zone.DayMs
}

// delayMs returns how long a slot waits for late data before it is judged, in milliseconds.
func delayMs(s Spec, stepMs int64) int64 {
	if s.Grid.Delay == "auto" {
		return stepMs
	}
	return durationMs(s.Grid.Delay)
}
