package engine_test

import (
	"context"
	"math"
	"math/rand"
	"slices"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine"
)

// bent is a series that a regressor bends: cooling below 10 degrees, heating above.
func bent(r *rand.Rand, days int) engine.Input {
	var in engine.Input
	warmth := engine.Regressor{Name: "warmth", Kind: "number"}
	for i := range days * 24 {
		at := startMs + int64(i)*hourMs
		degrees := 10 + 8*math.Sin(float64(i)/37) + 3*r.NormFloat64()
		in.Series.TimesMs = append(in.Series.TimesMs, at)
		in.Series.Values = append(in.Series.Values, 100+4*math.Abs(degrees-10)+10*math.Sin(float64(i)*math.Pi/12)+r.NormFloat64())
		warmth.Series.TimesMs = append(warmth.Series.TimesMs, at)
		warmth.Series.Values = append(warmth.Series.Values, degrees)
	}
	in.Regressors = []engine.Regressor{warmth}
	return in
}

// A network learns a bend that a linear model cannot, says what the bend adds, and is idle,
// with a notice, where there is none.
func TestNetworkPaysWhereAnEffectBends(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	in := bent(r, 40)
	w := engine.Window{FromMs: startMs + 33*dayMs, ToMs: startMs + 40*dayMs - 1}
	errorOf := func(kind string, in engine.Input) (mae float64, idle bool) {
		s := parse(t, `{"schemaVersion":1,"model":{"kind":"`+kind+`"}}`)
		a, err := engine.Analyse(context.Background(), in, s, w, nil)
		if err != nil {
			t.Fatal(err)
		}
		return engine.Evaluate(a, s).HeldOut.MAE, slices.ContainsFunc(a.Notices, func(n engine.Notice) bool { return n.Code == "fit/network-idle" })
	}
	linear, _ := errorOf("linear", in)
	neural, idle := errorOf("neural", in)
	if !(neural < 0.3*linear) || idle {
		t.Errorf("MAE of neural = %v, idle %v; want it to work, below 0.3 of the linear model's %v", neural, idle, linear)
	}
	for i := range in.Series.Values {
		in.Series.Values[i] = r.NormFloat64()
	}
	linear, _ = errorOf("linear", in)
	if neural, idle = errorOf("neural", in); neural != linear || !idle {
		t.Errorf("MAE of neural on noise = %v, idle %v; want the linear model's %v, and idle", neural, idle, linear)
	}
}
