package detect

import (
	"math"
	"slices"

	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// A leap is one from leapSlots values. A history needs leastLeaps of them. Those beyond
// leapTrim times the three-quarters quantile are events; of the others, one in fifty goes
// further than the leapFar quantile, and an onset twice as far, or a little more where a
// day has more leaps than slots of five minutes.
const (
	leapSlots    = 2
	leastLeaps   = 8
	leapNear     = 0.75
	leapTrim     = 5
	leapFar      = 0.98
	leapMultiple = 2
	fineMs       = 300_000
	fineMultiple = 2.5
)

// A history whose days often leap further has a further edge: of four days with such a
// leap three are events, and the edge grows to at most peakMost times the other.
const (
	leapsPerAlert = 4
	peakMost      = 2
)

// Noise leaps in two slots of three. Where fewer than restingShare of them leap, values rest and
// come in bursts, and no body of leaps says how far those go: their daily peaks do.
const restingShare = 0.6

// leapsOf returns how far each value is above (> 0) or below (< 0) the range of the two
// slots before it, 0 inside or where they or it are missing; shape [n]. Slots without
// residual are excluded from judgement, and count as missing.
func leapsOf(values, residuals []float64) []float64 {
	leaps := make([]float64, len(values))
	for i, v := range values {
		lowest, highest := math.Inf(1), math.Inf(-1)
		for k := max(0, i-leapSlots); k < i; k++ {
			if !math.IsNaN(residuals[k]) {
				lowest, highest = min(lowest, values[k]), max(highest, values[k])
			}
		}
		switch {
		case math.IsNaN(residuals[i]) || lowest > highest:
		case v > highest:
			leaps[i] = v - highest
		case v < lowest:
			leaps[i] = v - lowest
		}
	}
	return leaps
}

// leapEdge returns how far is too far, of the leaps of a history that holds so many values; 0
// where too few leaps say.
func leapEdge(timesMs []int64, leaps []float64, held int, stepMs int64, alertsPerWeek float64) float64 {
	sizes := sizesOf(leaps)
	if len(sizes) < leastLeaps {
		return 0
	}
	far, _ := num.QuantileInPlace(bodyOf(sizes), leapFar) // n ≥ 1 and 0 < p < 1
	multiple := float64(leapMultiple)
	if stepMs < fineMs {
		multiple = fineMultiple
	}
	edge := num.Mul(multiple, far)
	peaks := dailyLeaps(timesMs, leaps)
	weeks := num.Mul(float64(held), float64(stepMs)) / (7 * zone.DayMs)
	peak := peaks[min(int(num.Mul(num.Mul(leapsPerAlert, alertsPerWeek), weeks)), len(peaks)-1)]
	if float64(len(sizes)) < num.Mul(restingShare, float64(held)) {
		return max(edge, num.Mul(multiple, peak))
	}
	return max(edge, min(peak, num.Mul(peakMost, edge)))
}

// sizesOf returns the sizes of the leaps that are not 0.
func sizesOf(leaps []float64) []float64 {
	sizes := make([]float64, 0, len(leaps))
	for _, leap := range leaps {
		if leap != 0 {
			sizes = append(sizes, math.Abs(leap))
		}
	}
	return sizes
}

// bodyOf returns the least of sizes, n ≥ leastLeaps, without those that are events: without
// what lies beyond leapTrim times their own leapNear quantile, again and again until none
// does, but leastLeaps at least. sizes are reordered.
func bodyOf(sizes []float64) []float64 {
	for {
		near, _ := num.QuantileInPlace(sizes, leapNear) // n ≥ 1 and 0 < p < 1
		limit, n := num.Mul(leapTrim, near), 0
		for _, size := range sizes {
			if size <= limit {
				n++
			}
		}
		if n = max(n, leastLeaps); n == len(sizes) {
			return sizes
		}
		num.SelectInPlace(sizes, n-1) // puts the n least in front
		sizes = sizes[:n]
	}
}

// dailyLeaps returns the greatest leap of each day, greatest first. A day is 24 h from the
// first slot on.
func dailyLeaps(timesMs []int64, leaps []float64) []float64 {
	peaks := make([]float64, int((timesMs[len(timesMs)-1]-timesMs[0])/zone.DayMs)+1)
	for i, leap := range leaps {
		day := (timesMs[i] - timesMs[0]) / zone.DayMs
		peaks[day] = max(peaks[day], math.Abs(leap))
	}
	slices.Sort(peaks)
	slices.Reverse(peaks)
	return peaks
}

// greatestBefore returns the greatest magnitude of the given number of slots before each.
func greatestBefore(leaps []float64, points int) []float64 {
	out := make([]float64, len(leaps))
	var queue []int // slots whose magnitudes descend
	for i := range leaps {
		if len(queue) > 0 && queue[0] < i-points {
			queue = queue[1:]
		}
		if len(queue) > 0 {
			out[i] = math.Abs(leaps[queue[0]])
		}
		for len(queue) > 0 && math.Abs(leaps[queue[len(queue)-1]]) <= math.Abs(leaps[i]) {
			queue = queue[:len(queue)-1]
		}
		queue = append(queue, i)
	}
	return out
}
