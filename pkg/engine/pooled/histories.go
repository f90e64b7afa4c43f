package pooled

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// CompareHistories orders two series by their use for the pooled model, whatever their order in the query:
// below 0 for a. Both have shape [slots] and end together, NaN where missing; the one with more values
// goes first, then, at the newest slot where they differ, the one with a value, then the lower
// one. 0 means that all values are equal. Twin: compareHistories.
func CompareHistories(a, b []float64) int {
	if more := num.CountPresent(b) - num.CountPresent(a); more != 0 {
		return more
	}
	for back := 1; back <= max(len(a), len(b)); back++ {
		x, y := fromEnd(a, back), fromEnd(b, back)
		switch {
		case x < y || math.IsNaN(y) && !math.IsNaN(x):
			return -1
		case x > y || math.IsNaN(x) && !math.IsNaN(y):
			return 1
		}
	}
	return 0
}

func fromEnd(values []float64, back int) float64 {
	if back > len(values) {
		return math.NaN()
	}
	return values[len(values)-back]
}
