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
