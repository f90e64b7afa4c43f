package engine_test

import (
	"context"
	"math"
	"math/rand"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine"
)

func TestImportanceFindsWhatDrivesASeries(t *testing.T) {
	raw, load, noise := engine.Series{}, engine.Series{}, engine.Series{}
	r := rand.New(rand.NewSource(8))
	for i := range 21 * 24 {
		at := int64(startMs + i*hourMs)
		load.TimesMs, load.Values = append(load.TimesMs, at), append(load.Values, 10*r.Float64())
		noise.TimesMs, noise.Values = append(noise.TimesMs, at), append(noise.Values, r.NormFloat64())
		raw.TimesMs, raw.Values = append(raw.TimesMs, at), append(raw.Values, 100+6*load.Values[i]+4*math.Sin(float64(i)*math.Pi/12)+r.NormFloat64())
	}
	in := engine.Input{Series: raw, Regressors: []engine.Regressor{{Name: "noise", Kind: "number", Series: noise}, {Name: "load", Kind: "number", Series: load}}}
	w := engine.Window{FromMs: startMs + 14*dayMs, ToMs: startMs + 21*dayMs - hourMs}
	got, err := engine.ImportanceOf(context.Background(), in, parse(t, `{"model":{"kind":"linear"}}`), w, nil)
	if err != nil {
		t.Fatal(err)
	}
	shares := map[string]float64{}
	total := 0.0
	for _, g := range got.Groups {
		shares[g.Name] = g.Share
		total += g.Share
	}
	if got.Rows != 7*24 || math.Abs(total-1) > 1e-9 || shares["load"] < 0.6 || shares["timeOfDay"] < 0.05 || shares["noise"] > 0.05 {
		t.Errorf("%d rows, shares %v; want 168 rows, the load first, some of the day, hardly any noise", got.Rows, shares)
	}
	few, err := engine.ImportanceOf(context.Background(), in, parse(t, `{}`), engine.Window{FromMs: w.FromMs, ToMs: w.FromMs}, nil)
	if err != nil || len(few.Groups) != 0 || len(few.Notices) != 1 || few.Notices[0].Code != "explain/too-few-points" {
		t.Errorf("one slot: %+v, %v; want a notice alone", few, err)
	}
}
