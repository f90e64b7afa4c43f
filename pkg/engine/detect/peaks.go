package detect

import (
	"slices"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Peaks returns the largest values of the buckets of an hour, or of a step where that is
// longer, largest first; a bucket next to one of a larger value is left out, so that an
// incident counts once. timesMs and x have shape [n], x ≥ 0. Nothing is changed.
// Source: Ferro & Segers (2003), runs declustering. Twin: peaks.
func Peaks(timesMs []int64, x []float64, stepMs int64) []float64 {
	bucketMs := max(constants.PeakMs, stepMs)
	var buckets []bucket
	for i, v := range x {
		at := num.FloorDiv(timesMs[i], bucketMs)
		if n := len(buckets); n > 0 && buckets[n-1].at == at {
			buckets[n-1].value = max(buckets[n-1].value, v)
		} else {
			buckets = append(buckets, bucket{at: at, value: v})
		}
	}
	order := make([]int, len(buckets))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case buckets[a].value > buckets[b].value:
			return -1
		case buckets[a].value < buckets[b].value:
			return 1
		}
		return 0
	})
	taken := make([]bool, len(buckets))
	out := make([]float64, 0, len(buckets)/2+1)
	for _, i := range order {
		if !besideTaken(buckets, taken, i) {
			taken[i] = true
			out = append(out, buckets[i].value)
		}
	}
	return out
}

// bucket is the largest value of a bucket of time.
type bucket struct {
	at    int64
	value float64
}

// besideTaken says whether a bucket next to bucket i is taken.
func besideTaken(buckets []bucket, taken []bool, i int) bool {
	return i > 0 && taken[i-1] && buckets[i-1].at == buckets[i].at-1 ||
		i+1 < len(buckets) && taken[i+1] && buckets[i+1].at == buckets[i].at+1
}
