package features

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// A step is looked for among block medians: short blocks see the noise, long ones place it
// badly. Long histories take longer blocks, since the search is quadratic in them.
const (
	blockMs     = zone.DayMs / 4
	mostBlocks  = 112
	leastBlocks = 14
	phaseMs     = 900_000 // slots of the daily shape that is taken off first
)

// A step must leave less than stepBeatsLine of the error that a line leaves, and be
// stepOverNoise times the noise of the blocks: else slow trends become stairs.
const (
	stepBeatsLine = 0.6
	stepOverNoise = 4
	edgeBlocks    = 4 // on either side of a step
)

// FindStep returns the instant of the largest lasting level change of a history, with ok
// false if there is none that stands out. calendar and values have shape [n], in the order
// of time, values finite; neither is changed.
// Source: two-segment least absolute deviations against a line. Twin: findStep.
func FindStep(calendar Calendar, values []float64, stepMs int64) (timeMs int64, ok bool) {
	n := len(values)
	if n == 0 {
		return 0, false
	}
	first := calendar.TimesMs[0]
	span := calendar.TimesMs[n-1] - first
	if span < 3*zone.DayMs {
		return 0, false
	}
	times, blocks := blockMedians(calendar, values, stepMs, max(blockMs, span/mostBlocks+1))
	if len(blocks) < leastBlocks {
		return 0, false
	}
	at, change, left := bestSplit(blocks)
	noise := MAD(differences(blocks)) / math.Sqrt2
	if left < num.Mul(stepBeatsLine, errorOfLine(blocks)) && math.Abs(change) > num.Mul(stepOverNoise, noise) {
		return times[at], true
	}
	return 0, false
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
		phase[i] = int(ms / slotMs)
	}
	shape, _ := BinMedians(phase, values, int((zone.DayMs-1)/slotMs)+1)
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = v - shape[phase[i]]
	}
	return out
}

// bestSplit returns where two levels fit best, the change between them, and the sum of
// absolute errors that they leave.
func bestSplit(blocks []float64) (at int, change, left float64) {
	left = math.Inf(1)
	for i := edgeBlocks; i <= len(blocks)-edgeBlocks; i++ {
		before, after := num.Median(blocks[:i]), num.Median(blocks[i:])
		if e := errorOfLevel(blocks[:i], before) + errorOfLevel(blocks[i:], after); e < left {
			at, change, left = i, after-before, e
		}
	}
	return at, change, left
}

func errorOfLevel(blocks []float64, level float64) float64 {
	total := 0.0
	for _, b := range blocks {
		total += math.Abs(b - level)
	}
	return total
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
