package detect

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/band"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// The reasons of an anomaly: first the statistics, by their place in Statistics.
const (
	ReasonNone = iota
	ReasonDeviation
	ReasonHourlyMean
	ReasonSpike
	ReasonBounds
	ReasonMissing
	ReasonStuck
)

// ScoreInput holds the inputs of the score, one row a slot, of shape [n], in the history's unit.
type ScoreInput struct {
	Window
	Scales       []float64 // units of the limits
	Lower, Upper []float64 // the deviation's limit as a distance from the expected value, ≥ 0
	MinLimit     []band.Interval
	MinDeviation []band.Interval // smaller lengths never count
	Direction    string          // the spec's: both, above or below
}

// Scores holds score, reason and boundary of slots, of shape [n].
type Scores struct {
	Score    []float64 // ≥ 0: how many times its limit; above 1 is an anomaly; NaN where missing
	Reason   []float64 // of a score above 1: the statistic's place in Statistics, from 1, or ReasonStuck; else 0
	Boundary []float64 // where the reason is another than the deviation: the value's distance from the expected one at which it begins
}

// MaxScore keeps scores finite where a length overflows in units of its limit.
const MaxScore = 1e12

// Score scores slots. Nothing is changed. Twin: score.
func (l Limits) Score(e ScoreInput) Scores {
	n := len(e.Residuals)
	s := Scores{Score: make([]float64, n), Reason: make([]float64, n), Boundary: make([]float64, n)}
	for i, r := range e.Residuals {
		s.Boundary[i] = math.NaN()
		if math.IsNaN(r) {
			s.Score[i] = r
		}
	}
	for k, statistic := range Statistics {
		for i, x := range statistic.Lengths(e.Window) {
			limit := l.limit(e, k, i, x)
			if math.IsNaN(x) || limit == 0 || !e.counts(x) {
				continue
			}
			score := min(math.Abs(x)/limit, MaxScore)
			if math.Abs(x) < side(e.MinDeviation[i], x) {
				score = min(score, 1)
			}
			if score > s.Score[i] {
				s.take(e, i, k, score, limit)
			}
		}
	}
	l.scoreStuck(e, s)
	return s
}

// limit returns that of statistic k for a length x of slot i, in the history's unit; 0: it is off.
func (l Limits) limit(e ScoreInput, k, i int, x float64) float64 {
	if k == 0 {
		return side(band.Interval{Lower: e.Lower[i], Upper: e.Upper[i]}, x)
	}
	own := side(l.Statistics[k], x)
	if own == 0 {
		return 0
	}
	return max(num.Mul(own, e.Scales[i]), side(e.MinLimit[i], x))
}

// counts says whether a length lies on a side that the spec judges.
func (e ScoreInput) counts(x float64) bool {
	return !(e.Direction == "above" && x < 0 || e.Direction == "below" && x > 0)
}

// take makes statistic k the largest of slot i.
func (s Scores) take(e ScoreInput, i, k int, score, limit float64) {
	s.Score[i] = score
	if score <= 1 {
		return
	}
	s.Reason[i], s.Boundary[i] = float64(k+1), math.NaN()
	if k > 0 {
		s.Boundary[i] = Statistics[k].Boundary(e.Window, i, withSign(1, e.Residuals[i]), limit)
	}
}

func side(i band.Interval, x float64) float64 {
	if x < 0 {
		return i.Lower
	}
	return i.Upper
}
