package band

import "github.com/tidemark/tidemark/pkg/engine/num"

// Interval is where something is below and above the expected value, in scales: both ≥ 0.
type Interval struct {
	Lower float64 `json:"lower"`
	Upper float64 `json:"upper"`
}

// Times returns the interval with both sides multiplied.
func (i Interval) Times(factor float64) Interval {
	return Interval{Lower: num.Mul(factor, i.Lower), Upper: num.Mul(factor, i.Upper)}
}

// Within returns the interval as far as it lies within a limit: an interval that the trailing
// spread widens shows no more as usual than what raises no alert.
func (i Interval) Within(limit Interval) Interval {
	return Interval{Lower: min(i.Lower, limit.Lower), Upper: min(i.Upper, limit.Upper)}
}
