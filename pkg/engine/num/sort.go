package num

import (
	"slices"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// Sort returns an ascending copy of x, in which −0 has become 0, so that equal values have
// equal bits and the order of ties cannot show.
//
// x has shape [n], n ≥ 0, and is not modified; infinities are allowed.
// Errors: num/not-a-number if x holds a NaN; leave missing values out first.
// Twin: src/engine/num/sort.ts.
func Sort(x []float64) ([]float64, error) {
	sorted := make([]float64, len(x))
	for i, v := range x {
		if v != v {
			return nil, fault.New("num/not-a-number", "sort: x[%d] is NaN; want numbers. Leave missing values out first.", i)
		}
		sorted[i] = v + 0 // −0 + 0 is 0
	}
	slices.Sort(sorted)
	return sorted, nil
}
