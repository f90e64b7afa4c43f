package band

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Jump is the spread near jumps of the expected value, where a job that begins a step
// early or late is no anomaly. It is part of a model; Spread 0 means there is none.
type Jump struct {
	Height float64 `json:"height"` // a change of the expected value above this is a jump
	Spread float64 `json:"spread"`
	Before int     `json:"before"` // slots before a jump that are near it, 2 or 0
}

// Reach is how many slots on either side of a jump are near it. Those before it are not
// where regressors make the expected value: their future is unknown.
const Reach = 2

// A change of jumpScales spreads is a jump. Fewer than leastNear slots near jumps teach
// nothing, and where more than mostNear are near, jumps are the series' nature and its
// spread holds already.
const (
	jumpScales = 4
	leastNear  = 10
	mostNear   = 0.3
)

// LearnJump learns the spread of residuals near jumps, where a job leaves no more than it jumps:
// what is beyond is an event. expected and residuals have shape [n], one a slot; residuals are
// NaN where missing. foreseen says whether the expected value is known ahead. Nothing is changed.
func LearnJump(expected, residuals []float64, overall float64, foreseen bool) Jump {
	j := Jump{Height: num.Mul(jumpScales, overall)}
	if foreseen {
		j.Before = Reach
	}
	near := j.near(expected)
	slots, held, squares := 0, 0, 0.0
	for i, height := range near {
		if height == 0 {
			continue
		}
		slots++
		if r := min(math.Abs(residuals[i]), height); !math.IsNaN(r) {
			held++
			squares += num.Mul(r, r)
		}
	}
	if held >= leastNear && float64(slots) < num.Mul(mostNear, float64(len(near))) {
		j.Spread = math.Sqrt(squares / float64(held))
	}
	return j
}

// near returns the height of the greatest jump of the expected value near each slot, shape [n];
// 0 where there is none.
func (j Jump) near(expected []float64) []float64 {
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

// At returns the height of the greatest jump near each slot, shape [n], 0 where there is none
// or jumps have no spread of their own. expected has shape [n], or [n + 2·Reach] with as many
// slots more on either side.
func (j Jump) At(expected []float64, n int) []float64 {
	if j.Spread == 0 {
		return make([]float64, n)
	}
	return j.near(expected)[(len(expected)-n)/2:][:n]
}

// Widen raises the scale, shape [n], near jumps of the expected value, in place. expected
// has shape [n], or [n + 2·Reach] with as many slots more on either side.
func (j Jump) Widen(scale, expected []float64) {
	for i, height := range j.At(expected, len(scale)) {
		if height > 0 {
			scale[i] = max(scale[i], j.Spread)
		}
	}
}
