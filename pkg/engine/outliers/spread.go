package outliers

import (
	"math"
	"slices"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// minSeries is the least number of series with a value for one to be an outlier.
const minSeries = 3

// member is one series' value in a slot.
type member struct {
	value  float64
	series int
}

// membersOf returns the values of a slot in ascending order; none if fewer than
// minSeries have one.
func membersOf(values [][]float64, slot int, buffer []member) []member {
	buffer = buffer[:0]
	for series, row := range values {
		if v := row[slot]; !math.IsNaN(v) {
			buffer = append(buffer, member{value: v + 0, series: series}) // −0 + 0 is 0
		}
	}
	if len(buffer) < minSeries {
		return buffer[:0]
	}
	slices.SortFunc(buffer, func(a, b member) int {
		switch {
		case a.value < b.value:
			return -1
		case a.value > b.value:
			return 1
		}
		return a.series - b.series
	})
	return buffer
}

func valuesOf(members []member) []float64 {
	out := make([]float64, len(members))
	for i, m := range members {
		out[i] = m.value
	}
	return out
}

// smallSample corrects the median absolute deviation of 2 … 9 values, which on average is
// too small. Source: Croux & Rousseeuw (1992), table 1.
var smallSample = [10]float64{2: 1.196, 3: 1.495, 4: 1.363, 5: 1.206, 6: 1.200, 7: 1.140, 8: 1.129, 9: 1.107}

// spreadOf returns the standard deviation that a normal slot with these deviations from
// its median would have; it reorders them.
func spreadOf(deviations []float64) float64 {
	n := len(deviations)
	correction := 0.0
	if n < len(smallSample) {
		correction = smallSample[n]
	} else {
		correction = float64(n) / (float64(n) - 0.8)
	}
	return bounded(num.Mul(num.Mul(num.MADToNormal, correction), num.MedianInPlace(deviations)))
}

func deviationsFrom(center float64, members []member) []float64 {
	out := make([]float64, len(members))
	for i, m := range members {
		out[i] = bounded(math.Abs(m.value - center))
	}
	return out
}
