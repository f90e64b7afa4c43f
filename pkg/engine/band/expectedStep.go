package band

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// ExpectedStep is the spread near steps of the expected value of the expected value, where a job that begins a step
// early or late is no anomaly. It is part of a model; Spread 0 means there is none.
type ExpectedStep struct {
	Height float64 `json:"height"` // a change of the expected value above this is a step of the expected value
	Spread float64 `json:"spread"`
	Before int     `json:"before"` // slots before a step of the expected value that are near it, 2 or 0
}

// Reach is how many slots on either side of a step of the expected value are near it. Those before it are not
// where regressors make the expected value: their future is unknown.
const Reach = 2

// A change of stepScales spreads is a step of the expected value. Fewer than minNear slots near steps of the expected value teach
// nothing, and where more than maxNear are near, steps of the expected value are the series' nature and its
// spread holds already.
const (
	stepScales = 4
	minNear    = 10
	maxNear    = 0.3
)

// LearnExpectedStep learns the spread of residuals near steps of the expected value, where a job leaves no more than it steps of the expected value:
// what is beyond is an event. expected and residuals have shape [n], one a slot; residuals are
// NaN where missing. known in advance says whether the expected value is known ahead. Nothing is changed.
func LearnExpectedStep(expected, residuals []float64, overall float64, deterministic bool) ExpectedStep {
	j := ExpectedStep{Height: num.Mul(stepScales, overall)}
	if deterministic {
		j.Before = Reach
	}
	near := j.near(expected)
	slots, observed, squares := 0, 0, 0.0
	for i, height := range near {
		if height == 0 {
			continue
		}
		slots++
		if r := min(math.Abs(residuals[i]), height); !math.IsNaN(r) {
			observed++
			squares += num.Mul(r, r)
		}
	}
	if observed >= minNear && float64(slots) < num.Mul(maxNear, float64(len(near))) {
		j.Spread = math.Sqrt(squares / float64(observed))
	}
	return j
}

// near returns the height of the greatest step of the expected value of the expected value near each slot, shape [n];
// 0 where there is none.
func (j ExpectedStep) near(expected []float64) []float64 {
	near := make([]float64, len(expected))
	for i := 1; i < len(expected); i++ {
		if height := math.Abs(expected[i] - expected[i-1]); height > j.Height {
			for k := max(0, i-j.Before); k < min(len(near), i+Reach); k++ {
				near[k] = max(near[k], height)
			}
		}
	}
	return near
}

// At returns the height of the greatest step of the expected value near each slot, shape [n], 0 where there is none
// or steps of the expected value have no spread of their own. expected has shape [n], or [n + 2·Reach] with as many
// slots more on either side.
func (j ExpectedStep) At(expected []float64, n int) []float64 {
	if j.Spread == 0 {
		return make([]float64, n)
	}
	return j.near(expected)[(len(expected)-n)/2:][:n]
}

// Widen raises the scale, shape [n], near steps of the expected value of the expected value, in place. expected
// has shape [n], or [n + 2·Reach] with as many slots more on either side.
func (j ExpectedStep) Widen(scale, expected []float64) {
	for i, height := range j.At(expected, len(scale)) {
		if height > 0 {
			scale[i] = max(scale[i], j.Spread)
		}
	}
}
