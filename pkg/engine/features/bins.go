package features

import "github.com/tidemark/tidemark/pkg/engine/num"

// BinMedians returns the median of the values in each of bins numbered 0 … bins−1, and how
// many there are; a bin without values has NaN. bin and values have shape [n], values are
// finite; neither is changed.
func BinMedians(bin []int, values []float64, bins int) (medians []float64, counts []int) {
	counts = make([]int, bins)
	for _, b := range bin {
		counts[b]++
	}
	start := make([]int, bins+1)
	for b, count := range counts {
		start[b+1] = start[b] + count
	}
	sorted, next := make([]float64, len(values)), append([]int(nil), start...)
	for i, b := range bin {
		sorted[next[b]] = values[i]
		next[b]++
	}
	medians = make([]float64, bins)
	for b := range medians {
		medians[b] = num.MedianInPlace(sorted[start[b]:start[b+1]])
	}
	return medians, counts
}
