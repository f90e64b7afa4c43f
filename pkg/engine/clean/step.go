package clean

import (
	"slices"

	"github.com/tidemark/tidemark/pkg/engine/spec"
)

// MonthMs is the step of calendar months, in milliseconds: the mean length of a Gregorian one.
const MonthMs = 2_629_746_000

const fourWeeksMs = 2_419_200_000

// ladder holds the steps that "auto" may take, in milliseconds.
var ladder = []int64{
	10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000,
	3_600_000, 7_200_000, 10_800_000, 21_600_000, 43_200_000, 86_400_000, 604_800_000, fourWeeksMs, MonthMs,
}

// defaultStepMs is the step of a series with fewer than two stamps.
const defaultStepMs = 300_000

// medianStep returns the rung that fits the median spacing of ascending stamps: the
// lowest that is at least nine tenths of it, since with a step shorter than the spacing
// slots stay empty, and real spacings jitter. What lies more than four weeks apart is by the
// month.
func medianStep(timesMs []int64) int64 {
	if len(timesMs) < 2 {
		return defaultStepMs
	}
	spacings := make([]int64, len(timesMs)-1)
	for i := range spacings {
		spacings[i] = timesMs[i+1] - timesMs[i]
	}
	slices.Sort(spacings)
	median := spacings[len(spacings)/2]
	for _, step := range ladder {
		if 10*step >= 9*median && !(step == fourWeeksMs && median > step) {
			return step
		}
	}
	return MonthMs
}

// StepMs returns a step that a checked spec names, in milliseconds. Twin: stepMsOf.
func StepMs(step string) int64 {
	if step == "month" {
		return MonthMs
	}
	ms, _ := spec.DurationMs(step)
	return int64(ms)
}
