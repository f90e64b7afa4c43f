package band

import (
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// Outliers are removed before the interval is estimated, since they would widen it. The trim limit of each side is
// extrapolated from two of its quantiles, by a power of the normal tail. With few points the power shrinks to
// priorPower.
const (
	nearTail    = 0.25
	farTail     = 0.08
	priorPower  = 1.2
	priorPoints = 200
	minPower    = 1
	maxPower    = 2.5
	minBody     = 1e-9 // below, the bulk has no spread to extrapolate from
)

// A deviation is trimmed beyond the value that the extrapolated tail exceeds trimPerWeek times a week. With few
// points at most the share maxTrimmed is trimmed.
const (
	trimPerWeek = 1.2
	maxTrimmed  = 0.02
)

// trimmed returns the values between both trim limits, ascending, as a view of sorted. sorted is ascending, of shape
// [n ≥ 1], and not changed.
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

// TrimLimits returns the trim limits of both sides; sorted is as in trimmed. Twin: trimLimits.
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

// trimLimit returns the value that one side, ascending, ≥ 0, exceeds with a given small probability, extrapolated
// from its bulk.
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
