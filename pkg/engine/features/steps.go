package features

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// A step is looked for among block medians: short blocks see the noise, long ones place it
// badly. Long histories take longer blocks, since the search is quadratic in them.
const (
	blockMs   = zone.DayMs / 4
	maxBlocks = 112
	minBlocks = 14
	phaseMs   = 900_000 // slots of the daily shape that is taken off first
)

// One step must leave less than stepBeats of the error that a line leaves and be
// stepOverNoise times the noise of the blocks; several must leave less than stepsBeat of
// what fewer leave, or a line, and be stepsOverNoise times the noise each: else slow trends
// become stairs.
const (
	stepBeats      = 0.6
	stepsBeat      = 0.4
	stepOverNoise  = 4
	stepsOverNoise = 6
)

// FindSteps returns the instants of the lasting level changes of a history that stand out,
// in the order of time. calendar and values have shape [n], in the order of time, values
// finite; neither is changed.
// Source: segments of least absolute deviations by dynamic programming (Bellman, 1961),
// against a line. Twin: findSteps.
func FindSteps(calendar Calendar, values []float64, stepMs int64) []int64 {
	n := len(values)
	if n == 0 {
		return nil
	}
	span := calendar.TimesMs[n-1] - calendar.TimesMs[0]
	if span < 3*zone.DayMs {
		return nil
	}
	times, blocks := blockMedians(calendar, values, stepMs, max(blockMs, span/maxBlocks+1))
	if len(blocks) < minBlocks {
		return nil
	}
	noise := num.MAD(differences(blocks)) / math.Sqrt2
	left := errorOfLine(blocks)
	beat, over := stepBeats, float64(stepOverNoise)
	var steps []int64
	for _, s := range segmentations(blocks) {
		stands := s.left < num.Mul(beat, left) && s.changesExceed(blocks, num.Mul(over, noise))
		beat, over = stepsBeat, stepsOverNoise
		if !stands {
			continue
		}
		left, steps = s.left, make([]int64, len(s.starts))
		for i, at := range s.starts {
			steps[i] = times[at]
		}
	}
	return steps
}

// blockMedians returns the medians of the values less their daily shape, of each block
// that has values, and where it begins.
func blockMedians(calendar Calendar, values []float64, stepMs, block int64) (times []int64, medians []float64) {
	shape := withoutDailyShape(calendar, values, max(stepMs, phaseMs))
	first := calendar.TimesMs[0]
	bin := make([]int, len(values))
	for i, t := range calendar.TimesMs {
		bin[i] = int((t - first) / block)
	}
	all, counts := BinMedians(bin, shape, bin[len(bin)-1]+1)
	for b, median := range all {
		if counts[b] > 0 {
			times = append(times, first+int64(b)*block)
			medians = append(medians, median)
		}
	}
	return times, medians
}

func withoutDailyShape(calendar Calendar, values []float64, slotMs int64) []float64 {
	phase := make([]int, len(values))
	for i, ms := range calendar.DayMs {
		phase[i] = int(int64(ms) / slotMs)
	}
	shape, _ := BinMedians(phase, values, int((zone.DayMs-1)/slotMs)+1)
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = v - shape[phase[i]]
	}
	return out
}

// errorOfLine returns the sum of absolute errors of the least-squares line.
func errorOfLine(blocks []float64) float64 {
	n := float64(len(blocks))
	mean := num.Mean(blocks)
	middle := (n - 1) / 2
	var cross, square float64
	for i, b := range blocks {
		x := float64(i) - middle
		cross += num.Mul(x, b-mean)
		square += num.Mul(x, x)
	}
	slope, total := cross/square, 0.0
	for i, b := range blocks {
		total += math.Abs(b - mean - num.Mul(slope, float64(i)-middle))
	}
	return total
}

func differences(x []float64) []float64 {
	out := make([]float64, len(x)-1)
	for i := range out {
		out[i] = x[i+1] - x[i]
	}
	return out
}
