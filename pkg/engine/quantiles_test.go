package engine_test

import (
	"context"
	"math"
	"math/rand"
	"slices"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine"
)

// busy is a level whose noise is five times as tall in hours that a regressor names.
func busy() (in engine.Input, isBusy []float64) {
	r := rand.New(rand.NewSource(4))
	load := engine.Regressor{Name: "load", Kind: "number"}
	for i := range 24 * 96 {
		at := startMs + int64(i)*hourMs/4
		if i%4 == 0 {
			isBusy = append(isBusy, float64(r.Intn(2)))
		} else {
			isBusy = append(isBusy, isBusy[i-1])
		}
		in.Series.TimesMs = append(in.Series.TimesMs, at)
		in.Series.Values = append(in.Series.Values, 100+(1+4*isBusy[i])*r.NormFloat64())
	}
	load.Series = engine.Series{TimesMs: in.Series.TimesMs, Values: isBusy}
	in.Regressors = []engine.Regressor{load}
	return in, isBusy
}

// held is what an interval of 95 % holds of busy and of quiet slots that its model has not seen,
// and its mean interval score.
type held struct{ busy, quiet, score float64 }

func heldBy(t *testing.T, method string) held {
	t.Helper()
	in, isBusy := busy()
	s := parse(t, `{"model":{"kind":"boosted"},"band":{"method":"`+method+`"}}`)
	from := 14 * 96
	a, err := engine.Analyse(context.Background(), in, s, engine.Window{FromMs: in.Series.TimesMs[from], ToMs: in.Series.TimesMs[len(isBusy)-1]}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var inside, all [2]float64
	out := held{}
	for i, v := range a.Value {
		kind := int(isBusy[from+i])
		all[kind]++
		if v >= a.IntervalLower[i] && v <= a.IntervalUpper[i] {
			inside[kind]++
		}
		missed := max(a.IntervalLower[i]-v, v-a.IntervalUpper[i], 0)
		out.score += (a.IntervalUpper[i] - a.IntervalLower[i] + 40*missed) / float64(len(a.Value))
	}
	out.busy, out.quiet = inside[1]/all[1], inside[0]/all[0]
	return out
}

// Where a regressor decides how wild values are, quantiles know: busy hours are held better,
// quiet ones not all, and the band is worth more.
func TestQuantilesKnowWhichHoursAreWild(t *testing.T) {
	plain, cqr := heldBy(t, "conformal"), heldBy(t, "cqr")
	if cqr.busy <= plain.busy || cqr.quiet >= plain.quiet || cqr.score > 0.9*plain.score {
		t.Errorf("cqr holds %.3f of busy and %.3f of quiet slots at a score of %.1f; want busy above %.3f, quiet below %.3f, and at most 0.9 of %.1f",
			cqr.busy, cqr.quiet, cqr.score, plain.busy, plain.quiet, plain.score)
	}
	if mean := (cqr.busy + cqr.quiet) / 2; math.Abs(mean-0.95) > 0.03 {
		t.Errorf("cqr holds %.3f of all slots; want 0.95 ± 0.03", mean)
	}
}

// auto that does not choose trees leaves the conformal band, and says so.
func TestQuantilesWithoutTreesAreConformal(t *testing.T) {
	in := delayed()
	w := engine.Window{FromMs: startMs + 16*dayMs, ToMs: startMs + 19*dayMs}
	of := func(method string) *engine.Analysis {
		a, err := engine.Analyse(context.Background(), in, parse(t, `{"band":{"method":"`+method+`"}}`), w, nil)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	got, want := of("cqr"), of("conformal")
	if got.Models[0].Kind == "boosted" {
		t.Fatal("auto chose boosted; want a series on which it does not")
	}
	if d := differ(got, want, len(want.TimesMs)); d != "" {
		t.Errorf("cqr without trees and conformal differ: %s", d)
	}
	if !slices.ContainsFunc(got.Notices, func(n engine.Notice) bool { return n.Code == "band/not-boosted" }) {
		t.Errorf("notices = %v; want band/not-boosted among them", got.Notices)
	}
}
