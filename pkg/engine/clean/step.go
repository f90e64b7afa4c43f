package clean

import "slices"

// ladder holds the steps that "auto" may take, in milliseconds.
var ladder = []int64{
	10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000,
	3_600_000, 7_200_000, 10_800_000, 21_600_000, 43_200_000, 86_400_000, 604_800_000, 2_419_200_000,
}

// defaultStepMs is the step of a series with fewer than two stamps.
const defaultStepMs = 300_000

// medianStep returns the rung that fits the median spacing of ascending stamps: the
// lowest that is at least nine tenths of it, since with a step shorter than the spacing
// slots stay empty, and real spacings jitter.
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
		if 10*step >= 9*median {
			return step
		}
	}
	return ladder[len(ladder)-1]
}
