package detect

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// HourlyMean is the mean residual of the last hour, at most the slot's own residual in the same direction. A slot
// that is normal again is therefore no anomaly after an anomalous hour.
// An hour must have minMeanSlots slots, and half of them observed. Twin: hourlyMean.
var HourlyMean = Statistic{Name: "hourlyMean", Lengths: hourlyMeans, Boundary: hourlyBoundary}

// minMeanSlots: a mean of fewer slots is hardly another statistic than the deviation.
const minMeanSlots = 3

// meanSlots returns the slots of the window; 0 where the step is too long for one.
func meanSlots(stepMs int64) int {
	n := int(constants.MeanMs / stepMs)
	if n < minMeanSlots {
		return 0
	}
	return n
}

func hourlyMeans(w Window) []float64 {
	out := make([]float64, len(w.Residuals))
	for i, r := range w.Residuals {
		if math.IsNaN(r) {
			out[i] = r
			continue
		}
		total, observed := sumBefore(w, i)
		if observed == 0 {
			continue
		}
		if mean := (total + r) / float64(observed+1); same(mean, r) {
			out[i] = withSign(min(math.Abs(mean), math.Abs(r)), r)
		}
	}
	return out
}

// sumBefore returns the sum of the residuals in the hour that ends with slot i, that of i left
// out, and how many they are; 0 of none where fewer than half of the hour's slots are observed.
func sumBefore(w Window, i int) (total float64, observed int) {
	n := meanSlots(w.StepMs)
	for k := max(0, i+1-n); k < i; k++ {
		if !math.IsNaN(w.Residuals[k]) {
			total += w.Residuals[k]
			observed++
		}
	}
	if 2*(observed+1) < n || n == 0 {
		return 0, 0
	}
	return total, observed
}

func hourlyBoundary(w Window, i int, sign, limit float64) float64 {
	total, observed := sumBefore(w, i)
	return max(limit, num.Mul(float64(observed+1), limit)-num.Mul(sign, total))
}
