package band

import (
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// What lies beyond the tail that a history's body promises is no part of what is usual:
// the anomalies in it would widen the interval. The tail is a power of the normal one that
// goes through two quantiles of each side; few points draw it towards priorPower.
const (
	nearTail    = 0.25
	farTail     = 0.08
	priorPower  = 1.2
	priorPoints = 200
	minPower    = 1
	maxPower    = 2.5
	minBody     = 1e-9 // below, the body has no spread to read a tail from
)

// A deviation that the body promises less than trimPerWeek times a week is trimmed; where
// points are so few that this is no tail at all, one beyond maxTrimmed.
const (
	trimPerWeek = 1.2
	maxTrimmed  = 0.02
)

// trimmed returns the values between the ends of both sides' conditional quantiles, ascending; they share
// memory. sorted is ascending, of shape [n ≥ 1], and not changed.
func trimmed(sorted []float64, stepMs int64) []float64 {
	ends := TrimLimits(sorted, stepMs)
	from, to := 0, len(sorted)
	for from < to && !(sorted[from] >= -ends.Lower) {
		from++
	}
	for to > from && !(sorted[to-1] <= ends.Upper) {
		to--
	}
	return sorted[from:to]
}

// TrimLimits returns where both sides' conditional quantiles end; sorted is as in trimmed. Twin: trimLimits.
func TrimLimits(sorted []float64, stepMs int64) Interval {
	tail := min(maxTrimmed, trimPerWeek/(7*zone.DayMs/float64(stepMs)))
	side := make([]float64, len(sorted))
	for i, v := range sorted {
		side[i] = max(v, 0)
	}
	upper := trimLimit(side, tail)
	for i, v := range sorted {
		side[len(side)-1-i] = max(-v, 0)
	}
	return Interval{Lower: trimLimit(side, tail), Upper: upper}
}

// trimLimit returns what one side, ascending, ≥ 0, exceeds with a given small probability as
// its body promises.
func trimLimit(side []float64, probability float64) float64 {
	near, _ := num.QuantileSorted(side, 1-nearTail) // n ≥ 1 and 0 < p < 1
	far, _ := num.QuantileSorted(side, 1-farTail)
	power := priorPower
	if near > minBody && far > near {
		power = num.Log(far/near) / num.Log(NormalQuantile(1-farTail)/NormalQuantile(1-nearTail))
	}
	n := float64(len(side))
	power = (num.Mul(n, power) + priorPoints*priorPower) / (n + priorPoints)
	power = min(max(power, minPower), maxPower)
	return num.Mul(far, num.Pow(NormalQuantile(1-probability)/NormalQuantile(1-farTail), power))
}
