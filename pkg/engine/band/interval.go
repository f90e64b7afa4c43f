package band

import "github.com/tidemark/tidemark/pkg/engine/num"

// Interval is a distance below and a distance above the expected value, in scales; both ≥ 0.
type Interval struct {
	Lower float64 `json:"lower"`
	Upper float64 `json:"upper"`
}

// Times returns the interval with both sides multiplied.
func (i Interval) Times(factor float64) Interval {
	return Interval{Lower: num.Mul(factor, i.Lower), Upper: num.Mul(factor, i.Upper)}
}

// Within returns the intersection of the interval with a limit. The scale ratio may widen the interval beyond the
// alert limit, but values inside the drawn interval must raise no alert.
func (i Interval) Within(limit Interval) Interval {
	return Interval{Lower: min(i.Lower, limit.Lower), Upper: min(i.Upper, limit.Upper)}
}
