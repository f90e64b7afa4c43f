package clean

import "math"

// A counter is told from a gauge by how seldom it falls; with fewer changes any run of
// values may look like one.
const (
	counterMinChanges = 32
	counterRising     = 0.5
	counterNotFalling = 0.95
)

// LooksLikeCounter says whether values of shape [n], NaN for missing, never fall but for
// resets: such a series wants rate() upstream, its level means nothing.
func LooksLikeCounter(values []float64) bool {
	changes, rising, falling := 0, 0, 0
	last := math.NaN()
	for _, v := range values {
		if math.IsNaN(v) {
			continue
		}
		if !math.IsNaN(last) {
			changes++
		}
		if v > last {
			rising++
		}
		if v < last {
			falling++
		}
		last = v
	}
	n := float64(changes)
	return changes >= counterMinChanges && float64(rising) >= counterRising*n && float64(changes-falling) >= counterNotFalling*n
}
