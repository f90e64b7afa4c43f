// Package evaluate measures the errors of a model on training data and on held-out data.
// Stage: detect → **evaluate**. Twin: src/engine/evaluate. Numbers: spec/vectors/evaluate.
package evaluate

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Errors are those of expected values. Lengths are in the series' unit.
type Errors struct {
	N    int      `json:"n"`    // rows with a value and an expected value
	MSE  float64  `json:"mse"`  // mean squared error, in the unit's square
	MAE  float64  `json:"mae"`  // mean absolute error
	R2   *float64 `json:"r2"`   // share of the variance explained; nil where the values do not vary
	MASE *float64 `json:"mase"` // MAE over that of the value a season before; nil where that is 0
}

// Measure compares expected values with actual ones, both of shape [n], one a slot; a slot
// where either is NaN does not count. lag is the season of the naive forecast, in slots.
// Nothing is changed. All results are finite; without rows they are 0 and nil.
// Source: Hyndman & Koehler (2006) for MASE. Twin: measure.
func Measure(actual, expected []float64, lag int) Errors {
	residuals := make([]float64, 0, len(actual))
	values := make([]float64, 0, len(actual))
	for i, y := range actual {
		if !math.IsNaN(y) && !math.IsNaN(expected[i]) {
			residuals = append(residuals, difference(y, expected[i]))
			values = append(values, y)
		}
	}
	e := Errors{N: len(values)}
	if e.N == 0 {
		return e
	}
	rms := rootMeanSquare(residuals)
	e.MSE, e.MAE = min(num.Mul(rms, rms), math.MaxFloat64), meanSize(residuals)
	least, greatest := num.Extent(values)
	if spread := rootMeanSquare(centered(values)); least < greatest && spread > 0 { // of equal values the spread is rounding
		share := rms / spread
		r2 := max(1-num.Mul(share, share), -math.MaxFloat64)
		e.R2 = &r2
	}
	if naive := naiveError(actual, lag); naive > 0 {
		mase := min(e.MAE/naive, math.MaxFloat64)
		e.MASE = &mase
	}
	return e
}

// difference is y − x, bounded where it would overflow.
func difference(y, x float64) float64 {
	return min(max(y-x, -math.MaxFloat64), math.MaxFloat64)
}

// rootMeanSquare scales by the largest size first, so that no square overflows or vanishes.
func rootMeanSquare(r []float64) float64 {
	largest := 0.0
	for _, v := range r {
		largest = max(largest, math.Abs(v))
	}
	if largest == 0 {
		return 0
	}
	total := 0.0
	for _, v := range r {
		share := v / largest
		total += num.Mul(share, share)
	}
	return num.Mul(largest, math.Sqrt(total/float64(len(r))))
}

func meanSize(r []float64) float64 {
	total, n := 0.0, float64(len(r))
	for _, v := range r {
		total += math.Abs(v) / n
	}
	return min(total, math.MaxFloat64)
}

func centered(values []float64) []float64 {
	mean, n := 0.0, float64(len(values))
	for _, v := range values {
		mean += v / n
	}
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = difference(v, mean)
	}
	return out
}

// naiveError is the mean absolute error of the value lag slots before; of the one before
// where the series is shorter than two seasons.
func naiveError(actual []float64, lag int) float64 {
	if lag < 1 || len(actual) <= 2*lag {
		lag = 1
	}
	var errors []float64
	for i := lag; i < len(actual); i++ {
		if d := difference(actual[i], actual[i-lag]); !math.IsNaN(d) {
			errors = append(errors, d)
		}
	}
	if len(errors) == 0 {
		return 0
	}
	return meanSize(errors)
}
