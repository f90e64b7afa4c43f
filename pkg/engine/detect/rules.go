// Package detect says where a series is not as expected.
// Stage: band → **detect** → frames. Twin: src/engine/detect. Numbers: spec/vectors/detect.
package detect

import (
	"github.com/tidemark/tidemark/pkg/engine/adapt"
	"github.com/tidemark/tidemark/pkg/engine/spec"
)

// Rules are what a history says of sudden and of lasting deviations, of values beyond all that it
// has seen, and of values that stand still. They are part of a model.
type Rules struct {
	Onset     Onset     `json:"onset"`
	Sustained Sustained `json:"sustained"`
	Range     Range     `json:"range"`
	Flat      int       `json:"flat"` // so many repeats of a value are too many; 0: none are
}

// LearnRules reads the rules from a history. timesMs and values have shape [n], one a
// slot, values NaN where missing; d are the band's deviations of it. Nothing is changed.
// Twin: learnRules.
func LearnRules(timesMs []int64, values []float64, d adapt.Deviations, stepMs int64, edge spec.Edge) Rules {
	alerts := 1.0
	if edge.AlertsPerWeek != nil {
		alerts = *edge.AlertsPerWeek
	}
	return Rules{
		Onset:     LearnOnset(timesMs, values, d, stepMs, alerts),
		Sustained: LearnSustained(timesMs, d, stepMs, alerts),
		Range:     LearnRange(values, stepMs, alerts),
		Flat:      FlatLimit(values, stepMs),
	}
}

// Scores returns the score of each slot, shape [n]: ≥ 0, 1 at the edge, above 1 outside;
// NaN where the value is missing. direction is the spec's. Nothing is changed. Twin: scoresOf.
func (r Rules) Scores(e Evidence, stepMs int64, direction string) []float64 {
	onset, sustained := r.Onset.Scores(e), r.Sustained.Scores(e.Deviations)
	beyond, flat := r.Range.Scores(e), FlatScores(e.Values, r.Flat, stepMs)
	out := make([]float64, len(e.Values))
	for i := range out {
		deviation := e.deviation(i)
		score := max(e.PointScore(i), onset[i], sustained[i], beyond[i])
		if abs(deviation) < e.Least[i] {
			score = min(score, 1)
		}
		if direction == "above" && deviation < 0 || direction == "below" && deviation > 0 {
			score = 0
		}
		out[i] = max(score, flat[i])
	}
	return out
}

func abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}
