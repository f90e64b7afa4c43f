package detect

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/spec"
)

// Decide returns 1 where a series is anomalous, 0 where it is not, and NaN where a missing
// score leaves it undecided; shape [n]. An anomaly begins when k of the last n slots score
// above 1 and ends once that has not been so for `recover` slots. Slots of unknown score
// count for neither. scores has shape [n] and is not changed. Twin: decide.
func Decide(scores []float64, d spec.Detect) []float64 {
	k, n, hold := DecisionWindow(d)
	out := make([]float64, len(scores))
	held := 0 // slots for which the last alarm still holds
	for i, score := range scores {
		outside := 0
		for _, s := range scores[max(0, i+1-n) : i+1] {
			if s > 1 {
				outside++
			}
		}
		held--
		if score > 1 && outside >= k {
			held = hold
		}
		switch {
		case math.IsNaN(score):
			out[i] = math.NaN()
		case held > 0:
			out[i] = 1
		}
	}
	return out
}

// DecisionWindow returns what detect.points and detect.recover ask for. Their auto is 1 of 1 and
// no recovery: the limits are calibrated to single slots, and 3 of 5 would miss
// every spike shorter than ten minutes on a 5m grid.
func DecisionWindow(d spec.Detect) (k, n, recover int) {
	k, n = d.Points.K, d.Points.N
	if n == 0 {
		k, n = 1, 1
	}
	recover = int(d.Recover)
	if recover == 0 {
		recover = n
	}
	return k, n, recover
}
