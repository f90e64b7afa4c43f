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

// LearnJump learns the spread of residuals near jumps. expected and residuals have shape
// [n], one a slot; residuals are NaN where missing. foreseen says whether the expected
// value is known ahead. Nothing is changed.
func LearnJump(expected, residuals []float64, overall float64, foreseen bool) Jump {
	j := Jump{Height: num.Mul(jumpScales, overall)}
	if foreseen {
		j.Before = Reach
	}
	near := j.near(expected)
	slots, held, squares := 0, 0, 0.0
	for i, is := range near {
		if !is {
			continue
		}
		slots++
		if r := residuals[i]; !math.IsNaN(r) {
			held++
			squares += num.Mul(r, r)
		}
	}
	if held >= leastNear && float64(slots) < num.Mul(mostNear, float64(len(near))) {
		j.Spread = math.Sqrt(squares / float64(held))
	}
	return j
}

// near marks the slots near a jump of the expected value, shape [n].
func (j Jump) near(expected []float64) []bool {
	near := make([]bool, len(expected))
	for i := 1; i < len(expected); i++ {
		if math.Abs(expected[i]-expected[i-1]) > j.Height {
			for k := max(0, i-j.Before); k < min(len(near), i+Reach); k++ {
				near[k] = true
			}
		}
	}
	return near
}

// At marks the slots, shape [n], near a jump that has a spread of its own. expected has shape
// [n], or [n + 2·Reach] with as many slots more on either side.
func (j Jump) At(expected []float64, n int) []bool {
	if j.Spread == 0 {
		return make([]bool, n)
	}
	return j.near(expected)[(len(expected)-n)/2:][:n]
}

// Widen raises the scale, shape [n], near jumps of the expected value, in place. expected
// has shape [n], or [n + 2·Reach] with as many slots more on either side.
func (j Jump) Widen(scale, expected []float64) {
	for i, near := range j.At(expected, len(scale)) {
		if near {
			scale[i] = max(scale[i], j.Spread)
		}
	}
}
