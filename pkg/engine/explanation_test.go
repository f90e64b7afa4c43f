package engine_test

import (
	"context"
	"math"
	"math/rand"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine"
)

// The parts of an expected value add up to it, for every model, with regressors and without.
func TestExplanationAddsUp(t *testing.T) {
	r := rand.New(rand.NewSource(7))
	raw := wild(r, 20)
	warmth := engine.Regressor{Name: "warmth", Kind: "number", Series: engine.Series{TimesMs: raw.TimesMs, Values: make([]float64, len(raw.TimesMs))}}
	weather := engine.Regressor{Name: "weather", Kind: "category", TimesMs: raw.TimesMs, Labels: make([]string, len(raw.TimesMs))}
	for i := range raw.TimesMs {
		warmth.Series.Values[i] = r.NormFloat64()
		weather.Labels[i] = []string{"sun", "rain", "fog"}[r.Intn(3)]
		raw.Values[i] += 3 * warmth.Series.Values[i]
	}
	in := engine.Input{Series: raw, Regressors: []engine.Regressor{warmth, weather}}
	for _, text := range append(lawSpecs, `{"schemaVersion":1,"grid":{"step":"1h"},"transform":"logit","band":{"lowerBound":-5000,"upperBound":5000}}`) {
		s := parse(t, text)
		w := engine.Window{FromMs: startMs + 18*dayMs, ToMs: startMs + 20*dayMs}
		a, err := engine.Analyse(context.Background(), in, s, w, nil)
		if err != nil {
			t.Fatalf("Analyse with %s = %v", text, err)
		}
		for i := 0; i < len(a.TimesMs); i += 7 {
			e, err := engine.ExplainAt(context.Background(), in, s, w, a.TimesMs[i], nil)
			if err != nil {
				t.Fatalf("ExplainAt(%d) with %s = %v", a.TimesMs[i], text, err)
			}
			if e == nil {
				if !math.IsNaN(a.Expected[i]) {
					t.Errorf("ExplainAt(%d) with %s explains nothing; want %v explained", a.TimesMs[i], text, a.Expected[i])
				}
				continue
			}
			sum := e.Level + e.Trend + e.Season + e.Calendar
			for _, effect := range e.Regressors {
				sum += effect.Value
			}
			if e.Expected != a.Expected[i] || math.Abs(sum-e.Expected) > 1e-9*(1+math.Abs(sum)) || e.Verdict == "" {
				t.Errorf("ExplainAt(%d) with %s = %+v, parts sum to %v; want both to be %v", a.TimesMs[i], text, *e, sum, a.Expected[i])
			}
		}
	}
}
