package num

import "math"

// CountPresent returns how many values are not missing. x has shape [n], NaN where missing, and
// is not modified. Twin: src/engine/num/countPresent.ts.
func CountPresent(x []float64) int {
	n := 0
	for _, v := range x {
		if !math.IsNaN(v) {
			n++
		}
	}
	return n
}
