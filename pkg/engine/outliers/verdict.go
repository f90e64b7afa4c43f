package outliers

import "math"

// Verdict is a group beside its normal band. Expected, Lower and Upper have shape [slots],
// in the series' unit, NaN where nothing is normal; Scores has shape [series][slots]: ≥ 0,
// 1 at the limit, above 1 outside, NaN where a series is missing or too few others are there.
type Verdict struct {
	Expected, Lower, Upper []float64
	Scores                 [][]float64
}

func blank(values [][]float64) Verdict {
	v := Verdict{Scores: make([][]float64, len(values))}
	slots := 0
	for _, row := range values {
		slots = len(row)
	}
	v.Expected, v.Lower, v.Upper = missing(slots), missing(slots), missing(slots)
	for i := range v.Scores {
		v.Scores[i] = missing(slots)
	}
	return v
}

func missing(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.NaN()
	}
	return out
}
