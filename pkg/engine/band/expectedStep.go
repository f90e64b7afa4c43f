package band

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// ExpectedStep holds the scale of residuals near steps of the expected value. A job that starts a slot early or late
// is no anomaly there. It is part of a model. Spread 0 means that there is no such scale.
type ExpectedStep struct {
	Height float64 `json:"height"` // a change of the expected value above this is a step
	Spread float64 `json:"spread"`
	Before int     `json:"before"` // slots before a step of the expected value that are near it, 2 or 0
}

// Reach is the number of slots near a step of the expected value, on either side. If the expected value depends on
// regressors, slots before the step do not count, since the regressors' future is unknown.
const Reach = 2

// A change of the expected value by stepScales spreads is a step. With fewer than minNear slots near steps, their
// scale is not learnt. If more than the share maxNear is near a step, the overall scale already contains them.
const (
	stepScales = 4
	minNear    = 10
	maxNear    = 0.3
)

// LearnExpectedStep learns the scale of residuals near steps of the expected value, from residuals clipped at the
// height of the step. A larger residual is an event, not a late job. expected and residuals have shape [n], one a
// slot; residuals are
// NaN where missing. deterministic tells whether the expected value is known in advance. Nothing is changed.
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

// near returns the height of the greatest step of the expected value near each slot, shape [n]; 0 if there is none.
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

// At returns the height of the greatest step of the expected value near each slot, shape [n], 0 if there is none, or
// if steps have no scale of their own. expected has shape [n], or [n + 2·Reach] with as many
// slots more on either side.
func (j ExpectedStep) At(expected []float64, n int) []float64 {
	if j.Spread == 0 {
		return make([]float64, n)
	}
	return j.near(expected)[(len(expected)-n)/2:][:n]
}

// Widen raises the scale, shape [n], near steps of the expected value, in place. expected
// has shape [n], or [n + 2·Reach] with as many slots more on either side.
func (j ExpectedStep) Widen(scale, expected []float64) {
	for i, height := range j.At(expected, len(scale)) {
		if height > 0 {
			scale[i] = max(scale[i], j.Spread)
		}
	}
}
