package features

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

const maxSteps = 4

// The shortest levels, in blocks: at either end, where a shift that began after the cut before
// must be none, however long it lasts until the cut; and between, where a weekend must be none.
const (
	edgeBlocks   = 8
	middleBlocks = 12
)

// segmentation cuts blocks into levels.
type segmentation struct {
	starts []int   // of all levels but the first, ascending
	left   float64 // sum of absolute deviations from the levels' medians
}

// segmentations returns the best one with 1, 2 … maxSteps starts, as far as levels fit.
func segmentations(blocks []float64) []segmentation {
	n := len(blocks)
	errors := levelErrors(blocks)
	best := errors[0] // best[to]: of blocks before to, with the starts so far
	var from [][]int  // from[k][to]: the last start of the best with k + 1 starts
	var out []segmentation
	for k := 1; k <= maxSteps && 2*edgeBlocks+(k-1)*middleBlocks <= n; k++ {
		out = append(out, bestWith(k, best, errors, from))
		next, last := make([]float64, n+1), make([]int, n+1)
		for to := range next {
			next[to] = math.Inf(1)
			for at := edgeBlocks; at+middleBlocks <= to; at++ {
				if e := best[at] + errors[at][to]; e < next[to] {
					next[to], last[to] = e, at
				}
			}
		}
		best, from = next, append(from, last)
	}
	return out
}

// bestWith returns the best segmentation with k starts.
func bestWith(k int, best []float64, errors [][]float64, from [][]int) segmentation {
	n := len(errors)
	s := segmentation{starts: make([]int, k), left: math.Inf(1)}
	for at := edgeBlocks; at+edgeBlocks <= n; at++ {
		if e := best[at] + errors[at][n]; e < s.left {
			s.left, s.starts[k-1] = e, at
		}
	}
	for i := k - 2; i >= 0; i-- {
		s.starts[i] = from[i][s.starts[i+1]]
	}
	return s
}

// levelErrors returns, for at < to, the sum of absolute deviations of the blocks
// at ≤ i < to from their median.
func levelErrors(blocks []float64) [][]float64 {
	n := len(blocks)
	errors := make([][]float64, n)
	sorted := make([]float64, 0, n)
	for at := range errors {
		errors[at] = make([]float64, n+1)
		sorted = sorted[:0]
		for to := at + 1; to <= n; to++ {
			sorted = insert(sorted, blocks[to-1])
			errors[at][to] = errorOfSorted(sorted)
		}
	}
	return errors
}

// insert puts a value where an ascending list wants it.
func insert(sorted []float64, v float64) []float64 {
	sorted = append(sorted, v)
	i := len(sorted) - 1
	for ; i > 0 && sorted[i-1] > v; i-- {
		sorted[i] = sorted[i-1]
	}
	sorted[i] = v
	return sorted
}

// errorOfSorted returns the sum of absolute deviations of an ascending list from its
// median: the upper half's sum less the lower half's.
func errorOfSorted(sorted []float64) float64 {
	n := len(sorted)
	total := 0.0
	for i := range n / 2 {
		total += sorted[n-1-i] - sorted[i]
	}
	return total
}

// changesExceed says whether each level differs from the one before by more than least.
func (s segmentation) changesExceed(blocks []float64, least float64) bool {
	from, before := 0, 0.0
	for i := range len(s.starts) + 1 {
		to := len(blocks)
		if i < len(s.starts) {
			to = s.starts[i]
		}
		level := num.Median(blocks[from:to])
		if i > 0 && !(math.Abs(level-before) > least) {
			return false
		}
		from, before = to, level
	}
	return true
}
