package engine_test

import (
	"context"
	"math"
	"math/rand"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine"
)

// delayed is a series that a load drives at once by 3 and two hours later by 5, with noise of 1.
func delayed() engine.Input {
	r := rand.New(rand.NewSource(8))
	n := 20 * 24
	load := engine.Regressor{Name: "load", Kind: "number"}
	raw := engine.Series{}
	for i := range n {
		at := startMs + int64(i)*hourMs
		load.Series.TimesMs, load.Series.Values = append(load.Series.TimesMs, at), append(load.Series.Values, math.Floor(10*r.Float64()))
		v := 50 + 3*load.Series.Values[i] + r.NormFloat64()
		if i >= 2 {
			v += 5 * load.Series.Values[i-2]
		}
		raw.TimesMs, raw.Values = append(raw.TimesMs, at), append(raw.Values, v)
	}
	return engine.Input{Series: raw, Regressors: []engine.Regressor{load}}
}

func withLag(t *testing.T, lag string) *engine.Analysis {
	t.Helper()
	s := parse(t, `{"model":{"kind":"linear"},"features":{"regressors":[{"name":"load","lag":`+lag+`}]}}`)
	a, err := engine.Analyse(context.Background(), delayed(), s, engine.Window{FromMs: startMs + 16*dayMs, ToMs: startMs + 19*dayMs}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAListOfOneLagIsThatLag(t *testing.T) {
	if d := differ(withLag(t, `["2h"]`), withLag(t, `"2h"`), 3*24); d != "" {
		t.Errorf("a list of 2h and 2h differ: %s", d)
	}
}

func TestSeveralLagsSayMoreThanAny(t *testing.T) {
	both, doubled := withLag(t, `["0s","2h"]`), withLag(t, `["0s","2h","120m"]`)
	if got := both.Models[0].MAE; got > 1.1 {
		t.Errorf("mean error with both lags = %v; want that of the noise, 0.8", got)
	}
	for _, lag := range []string{`"0s"`, `"2h"`, `["3h","1h"]`} {
		if got := withLag(t, lag).Models[0].MAE; got < 4*both.Models[0].MAE {
			t.Errorf("mean error with %s = %v; want at least four times the %v of both", lag, got, both.Models[0].MAE)
		}
	}
	for i, v := range doubled.Expected {
		if math.Abs(v-both.Expected[i]) > 0.1 {
			t.Errorf("row %d: %v with a lag doubled; want the %v without", i, v, both.Expected[i])
		}
	}
}

// The first slots miss a lag that reaches before the regressor's first sample; they are not learnt from.
func TestALagWithoutItsPastIsMissing(t *testing.T) {
	if both, late := withLag(t, `["0s","2h"]`).Models[0].Points, withLag(t, `["0s","30h"]`).Models[0].Points; late != both-28 {
		t.Errorf("%d points with a lag of 30 h, %d with one of 2 h; want 28 fewer", late, both)
	}
}

func TestEachLagHasAnEffectOfItsOwn(t *testing.T) {
	s := parse(t, `{"model":{"kind":"linear"},"features":{"regressors":[{"name":"load","lag":["0s","2h"]}]}}`)
	e, err := engine.ExplainAt(context.Background(), delayed(), s, engine.Window{}, startMs+17*dayMs, nil)
	if err != nil || e == nil {
		t.Fatalf("ExplainAt = %v, %v; want an explanation", e, err)
	}
	if len(e.Regressors) != 2 || e.Regressors[0].Name != "load" || e.Regressors[1].Name != "load 2h ago" {
		t.Errorf("regressors = %v; want load and load 2h ago", e.Regressors)
	}
}

func TestARegressorThatEndsIsMissing(t *testing.T) {
	in, cut := delayed(), 17*24
	load := &in.Regressors[0].Series
	load.TimesMs, load.Values = load.TimesMs[:cut], load.Values[:cut]
	s := parse(t, `{"model":{"kind":"linear"},"features":{"regressors":[{"name":"load","lag":["0s","2h"]}]}}`)
	a, err := engine.Analyse(context.Background(), in, s, engine.Window{FromMs: startMs + 17*dayMs - 6*hourMs, ToMs: startMs + 18*dayMs}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, state := range a.State {
		if want := i > 6; (state == engine.Missing) != want { // one slot more than its last sample, which is slot 5
			t.Errorf("slot %d is %d; want it missing: %v", i, state, want)
		}
	}
	if got := a.Notices; len(got) != 1 || got[0].Code != "features/regressor-ended" {
		t.Errorf("notices = %v; want one features/regressor-ended", got)
	}
}
