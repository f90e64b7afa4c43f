package adapt

import "context"

// TrailingMedian returns the median of the last points ≥ 1 values up to each slot, the
// slot's own included, and the median distance from it; NaN where there are none. values
// has shape [n], NaN where missing, and is not changed. Once
// the context has ended the result means nothing.
// Twin: trailingMedian in src/engine/adapt/trailingMedian.ts.
func TrailingMedian(ctx context.Context, values []float64, points int) (median, distance []float64) {
	median, distance = make([]float64, len(values)), make([]float64, len(values))
	window := newSortedWindow(min(points, len(values)))
	for i := range values {
		if i%slotsBetweenChecks == 0 && ctx.Err() != nil {
			break
		}
		window.slide(values, i, points)
		median[i] = window.median()
		distance[i] = window.medianDistance(median[i])
	}
	return median, distance
}
