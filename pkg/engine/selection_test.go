package engine_test

import (
	"context"
	"math/rand"
	"slices"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine"
)

// chosen returns what the selection says of each feature, by its name.
func chosen(t *testing.T, selection []engine.Selected) map[string]bool {
	t.Helper()
	kept := map[string]bool{}
	for _, s := range selection {
		kept[s.Name] = s.Kept
		if s.Kept && !(s.Without > s.With) {
			t.Errorf("%s is kept with %v, though its absence gives %v", s.Name, s.With, s.Without)
		}
	}
	return kept
}

// Of a load that drives the series and a noise that does not, the latter is left out; of the
// load's lags those that count stay. The importances tell the same, and a notice names it.
func TestTheSelectionSaysWhatItLeftOutAndWhy(t *testing.T) {
	in := delayed()
	r := rand.New(rand.NewSource(2))
	noise := engine.Regressor{Name: "noise", Kind: "number", Series: engine.Series{TimesMs: in.Series.TimesMs, Values: make([]float64, len(in.Series.Values))}}
	mood := engine.Regressor{Name: "mood", Kind: "category", TimesMs: in.Series.TimesMs, Labels: make([]string, len(in.Series.Values))}
	for i := range noise.Series.Values {
		noise.Series.Values[i], mood.Labels[i] = r.NormFloat64(), []string{"good", "bad"}[r.Intn(2)]
	}
	in.Regressors = append(in.Regressors, noise, mood)
	w := engine.Window{FromMs: startMs + 16*dayMs, ToMs: startMs + 19*dayMs}
	for _, kind := range []string{"linear", "boosted"} {
		s := parse(t, `{"model":{"kind":"`+kind+`"},"features":{"select":"backward","regressors":[{"name":"load","lag":["0s","1h","2h"]}]}}`)
		a, err := engine.Analyse(context.Background(), in, s, w, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range a.Models {
			kept := chosen(t, m.Selection)
			for name, want := range map[string]bool{"load": true, "load 1h ago": false, "load 2h ago": true, "noise": false, "mood": false} {
				if got, tried := kept[name]; got != want || !tried {
					t.Errorf("%s keeps %s: %v; want %v", kind, name, got, want)
				}
			}
		}
		if !slices.ContainsFunc(a.Notices, func(n engine.Notice) bool { return n.Code == "fit/left-out" }) {
			t.Errorf("%s gives the notices %v; want fit/left-out among them", kind, a.Notices)
		}
		i, err := engine.ImportanceOf(context.Background(), in, s, w, nil)
		if err != nil || !slices.Equal(i.Selection, a.Models[0].Selection) || len(i.Notices) != 1 {
			t.Errorf("importances say %v and %v, %v; want the first model's selection and one notice", i.Selection, i.Notices, err)
		}
	}
}

// Once left out, a regressor may be missing: what does not count is not needed.
func TestWhatIsLeftOutMayBeMissing(t *testing.T) {
	in := delayed()
	r := rand.New(rand.NewSource(3))
	noise := engine.Regressor{Name: "noise", Kind: "number"}
	noise.Series.TimesMs = in.Series.TimesMs
	for range in.Series.Values {
		noise.Series.Values = append(noise.Series.Values, r.NormFloat64())
	}
	known := 18 * 24
	noise.Series = engine.Series{TimesMs: noise.Series.TimesMs[:known], Values: noise.Series.Values[:known]}
	in.Regressors = append(in.Regressors, noise)
	s := parse(t, `{"model":{"kind":"linear"},"forecast":{"horizon":"3h"},"features":{"select":"backward","regressors":[{"name":"load","lag":["0s","2h"]}]}}`)
	in.Series = engine.Series{TimesMs: in.Series.TimesMs[:known+4], Values: in.Series.Values[:known+4]}
	f, err := engine.ForecastSeries(context.Background(), in, s, engine.Window{ToMs: startMs + int64(known+4)*hourMs - 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Expected) == 0 || f.Expected[0] != f.Expected[0] {
		t.Errorf("forecast = %v, %v; want numbers, since only the noise is unknown", f.Expected, f.Notices)
	}
}
