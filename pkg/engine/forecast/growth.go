// Package forecast measures how the error of a forecast grows with its horizon.
// Stage: band → **forecast** → frames. Twin: src/engine/forecast. Numbers: spec/vectors/forecast.
package forecast

import (
	"math"
	"slices"

	"github.com/tidemark/tidemark/pkg/engine/adapt"
	"github.com/tidemark/tidemark/pkg/engine/band"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Growth is how many times as wide the band of a slot is that lies so many slots ahead,
// for Ahead ascending from 1. Both have shape [n].
type Growth struct {
	Ahead  []int
	Factor []float64 // ≥ 1, never falling
}

// minOrigins past forecasts are needed to say how wide those so far ahead must be.
const minOrigins = 24

// Learn measures forecasts that could have been made from every slot from on: d are the
// deviations from a model that had seen nothing from there on, and each forecast keeps the
// level and the scale of its origin, as a real one must. The distance that a share coverage
// of them keeps within, in interval widths, is compared with that of forecasts one slot ahead, for
// which the interval was made, at 1, 2, 4 … slots ahead up to most. Nothing is changed.
// Twin: learnGrowth.
func Learn(d adapt.Deviations, from int, interval band.Interval, coverage float64, most int) Growth {
	g := Growth{}
	least, first := 1.0, 0.0
	for ahead := 1; ahead <= most; ahead *= 2 {
		distances := distancesAhead(d, from, interval, ahead)
		if len(distances) < minOrigins {
			break
		}
		slices.Sort(distances)
		reach, _ := num.QuantileSorted(distances, coverage) // n ≥ 1 and 0 < p < 1
		if ahead == 1 {
			first = max(reach, minFirst)
		}
		least = min(max(least, reach/first), maxFactor)
		g.Ahead, g.Factor = append(g.Ahead, ahead), append(g.Factor, least)
	}
	return g
}

// The interval must hold about its share of forecasts one slot ahead, so their distance is near
// 1; where most values are equal it may be 0. maxFactor keeps widths finite.
const (
	minFirst  = 0.5
	maxFactor = 1e6
)

// distancesAhead returns how far values were, in interval widths, from forecasts so many slots ahead.
func distancesAhead(d adapt.Deviations, from int, interval band.Interval, ahead int) []float64 {
	lower, upper := sides(interval)
	var out []float64
	for now := from; now+ahead <= len(d.Residuals); now++ {
		z := d.At(now+ahead-1, now)
		switch {
		case z == 0:
			out = append(out, 0)
		case z < 0:
			out = append(out, min(-z/lower, maxFactor))
		case z > 0:
			out = append(out, min(z/upper, maxFactor))
		}
	}
	return out
}

// sides returns the interval's two sides, neither less than a quarter of its width: growth has
// no side, and an interval may.
func sides(interval band.Interval) (lower, upper float64) {
	quarter := num.Mul(0.25, interval.Lower+interval.Upper)
	return max(interval.Lower, quarter), max(interval.Upper, quarter)
}

// At returns the factor so many slots ahead: on the line between two that were measured,
// beyond them with the variance growing on as it last did. Without any it grows as a random
// walk that doubles its variance in memory slots. Twin: growthAt.
func (g Growth) At(ahead, memory int) float64 {
	n := len(g.Ahead)
	if n == 0 {
		return math.Sqrt(1 + float64(ahead)/float64(memory))
	}
	for i, measured := range g.Ahead {
		if ahead == measured {
			return g.Factor[i]
		}
		if ahead < measured {
			share := float64(ahead-g.Ahead[i-1]) / float64(measured-g.Ahead[i-1])
			return g.Factor[i-1] + num.Mul(share, g.Factor[i]-g.Factor[i-1])
		}
	}
	last := num.Mul(g.Factor[n-1], g.Factor[n-1])
	if n == 1 {
		return g.Factor[0]
	}
	slope := (last - num.Mul(g.Factor[n-2], g.Factor[n-2])) / float64(g.Ahead[n-1]-g.Ahead[n-2])
	return math.Sqrt(last + num.Mul(slope, float64(ahead-g.Ahead[n-1])))
}
