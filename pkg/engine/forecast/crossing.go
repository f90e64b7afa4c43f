package forecast

import "math"

// Crossing says when a forecast first meets a threshold from the side where it starts; nil
// where a line does not. Of a rise Upper meets it first, of a fall Lower.
type Crossing struct {
	Threshold float64 `json:"threshold"`
	Rising    bool    `json:"rising"`     // whether it starts below
	Expected  *int64  `json:"expectedMs"` // instants, the first of their slots
	Lower     *int64  `json:"lowerMs"`
	Upper     *int64  `json:"upperMs"`
}

// Cross finds where the lines of a forecast meet a threshold. All have shape [n], NaN where
// there is no forecast; the side is that of the first expected value, and below if it is on
// the threshold or nothing is expected. Nothing is changed. Twin: cross.
func Cross(timesMs []int64, expected, lower, upper []float64, threshold float64) Crossing {
	c := Crossing{Threshold: threshold, Rising: true}
	for _, v := range expected {
		if !math.IsNaN(v) {
			c.Rising = v <= threshold
			break
		}
	}
	c.Expected = firstBeyond(timesMs, expected, threshold, c.Rising)
	c.Lower = firstBeyond(timesMs, lower, threshold, c.Rising)
	c.Upper = firstBeyond(timesMs, upper, threshold, c.Rising)
	return c
}

func firstBeyond(timesMs []int64, line []float64, threshold float64, rising bool) *int64 {
	for i, v := range line {
		if rising && v >= threshold || !rising && v <= threshold {
			return &timesMs[i]
		}
	}
	return nil
}
