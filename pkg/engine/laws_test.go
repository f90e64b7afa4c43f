package engine_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/pkg/engine"
)

// The laws of the pipeline on series that rapid draws, and shrinks where one does not hold.
// pipeline_test.go tries some of them on rougher series of a fixed seed.

// drawSeries draws 18 days of half hours, of sixteenths, so that means of two are exact:
// days, gaps, spikes, and values that are not finite.
func drawSeries(t *rapid.T) engine.Series {
	raw := engine.Series{}
	swing, noise := rapid.IntRange(0, 20).Draw(t, "swing"), rapid.SliceOfN(rapid.IntRange(-16, 16), 97, 97).Draw(t, "noise")
	spikes := rapid.MapOfN(rapid.IntRange(0, 18*48-1), rapid.SampledFrom([]float64{-500, 90, math.NaN(), math.Inf(1)}), 0, 12).Draw(t, "spikes")
	gap, length := rapid.IntRange(0, 18*48).Draw(t, "gap"), rapid.IntRange(0, 60).Draw(t, "gap's length")
	for i := range 18 * 48 {
		if i >= gap && i < gap+length {
			continue
		}
		v := 200 + float64(swing*(i%48-24)*(i%48-24))/64 + float64(noise[i*i%97])/16
		if spike, ok := spikes[i]; ok {
			v += spike
		}
		raw.TimesMs, raw.Values = append(raw.TimesMs, startMs+int64(i)*hourMs/2), append(raw.Values, math.Round(16*v)/16)
	}
	return raw
}

// hourlySpecs are quick ones for which every law can hold; pipeline_test.go tries all of lawSpecs.
var hourlySpecs = []string{lawSpecs[0], lawSpecs[1],
	`{"schemaVersion":1,"grid":{"step":"1h"},"model":{"kind":"seasonal"},"train":{"window":"4d"},"detect":{"points":{"k":3,"n":5},"recover":7}}`,
	`{"schemaVersion":1,"grid":{"step":"1h"},"band":{"limit":{"coverage":0.99},"method":"gaussian","scale":"constant"},"adapt":{"level":"off"}}`,
	`{"schemaVersion":1,"grid":{"step":"1h"},"model":{"kind":"boosted","boosted":{"minLeaf":20,"rounds":6}},"band":{"method":"cqr","limit":{"multiple":1.5}},"train":{"window":"9d"}}`,
	`{"schemaVersion":1,"grid":{"step":"1h"},"features":{"select":"backward"}}`,
}

const (
	lawFromMs = startMs + 15*dayMs + 3*hourMs
	lawToMs   = startMs + 17*dayMs
)

func forSeries(t *testing.T, specs []string, law func(t *rapid.T, raw engine.Series, s engine.Spec)) {
	rapid.Check(t, func(rt *rapid.T) {
		law(rt, drawSeries(rt), parse(t, rapid.SampledFrom(specs).Draw(rt, "spec")))
	})
}

func judgeLaw(t rapid.TB, raw engine.Series, s engine.Spec) *engine.Analysis {
	a, err := engine.Analyse(context.Background(), engine.Input{Series: raw}, s, engine.Window{FromMs: lawFromMs, ToMs: lawToMs}, nil)
	if err != nil {
		t.Fatalf("Analyse = %v", err)
	}
	return a
}

func mapped(raw engine.Series, f func(float64) float64) engine.Series {
	out := engine.Series{TimesMs: raw.TimesMs, Values: slices.Clone(raw.Values)}
	for i, v := range out.Values {
		out.Values[i] = f(v)
	}
	return out
}

// sameVerdicts fails unless one analysis is another whose lengths were mapped by f, within
// rounding: tol is relative to the band's width.
func sameVerdicts(t rapid.TB, got, want *engine.Analysis, f func(float64) float64, tol float64) {
	for c, column := range judged(got)[:8] {
		for i, v := range *column {
			w := f((*judged(want)[c])[i])
			width := math.Abs(f(want.Upper[i]) - f(want.Lower[i]))
			if math.IsNaN(v) != math.IsNaN(w) || math.Abs(v-w) > tol*(width+math.Abs(w)) {
				t.Fatalf("column %d, row %d: %v; want %v", c, i, v, w)
			}
		}
	}
	for i, state := range got.State {
		near := math.Abs(want.Score[i]-1) < 1e-6 // rounding may decide
		if state != want.State[i] && !near {
			t.Fatalf("row %d: state %d with score %v; want %d with %v", i, state, got.Score[i], want.State[i], want.Score[i])
		}
	}
}

func TestLawAShiftMovesTheBandAlong(t *testing.T) {
	forSeries(t, hourlySpecs, func(t *rapid.T, raw engine.Series, s engine.Spec) {
		shift := func(by float64) func(float64) float64 { return func(v float64) float64 { return v + by } }(rapid.SampledFrom([]float64{-1024, -7, 0.5, 4096, 1 << 20}).Draw(t, "by"))
		sameVerdicts(t, judgeLaw(t, mapped(raw, shift), s), judgeLaw(t, raw, s), shift, 1e-7)
	})
}

func TestLawAFactorWidensTheBandAlong(t *testing.T) {
	forSeries(t, hourlySpecs, func(t *rapid.T, raw engine.Series, s engine.Spec) {
		factor := math.Ldexp(1, rapid.IntRange(-300, 300).Draw(t, "power"))
		scale := func(v float64) float64 { return v * factor }
		want := judgeLaw(t, raw, s)
		got := judgeLaw(t, mapped(raw, scale), s)
		for c, column := range judged(got) {
			for i, v := range *column {
				w := (*judged(want)[c])[i]
				if c < 8 {
					w = scale(w)
				}
				if !isSame(v, w) {
					t.Fatalf("column %d, row %d: %v; want the bits of %v", c, i, v, w)
				}
			}
		}
	})
}

func TestLawOrderAndDoublesDoNotMatterAndTheInputStays(t *testing.T) {
	forSeries(t, hourlySpecs, func(t *rapid.T, raw engine.Series, s engine.Spec) {
		mixed := engine.Series{}
		order := rapid.Permutation(append(indices(len(raw.TimesMs)), rapid.SliceOfN(rapid.IntRange(0, len(raw.TimesMs)-1), 0, 40).Draw(t, "doubles")...)).Draw(t, "order")
		for _, i := range order {
			mixed.TimesMs, mixed.Values = append(mixed.TimesMs, raw.TimesMs[i]), append(mixed.Values, raw.Values[i])
		}
		times, values := slices.Clone(mixed.TimesMs), slices.Clone(mixed.Values)
		want := judgeLaw(t, raw, s)
		if d := differ(judgeLaw(t, mixed, s), want, len(want.TimesMs)); d != "" {
			t.Fatalf("mixed: %s", d)
		}
		if !slices.Equal(times, mixed.TimesMs) || !sameRows(values, mixed.Values) {
			t.Fatal("Analyse changed its input")
		}
	})
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func TestLawTheFutureChangesNothing(t *testing.T) {
	forSeries(t, hourlySpecs, func(t *rapid.T, raw engine.Series, s engine.Spec) {
		want := judgeLaw(t, raw, s)
		now := rapid.IntRange(0, len(want.TimesMs)-1).Draw(t, "now")
		other := rapid.Float64Range(-1e6, 1e6).Draw(t, "other")
		changed := engine.Series{TimesMs: raw.TimesMs, Values: slices.Clone(raw.Values)}
		for i, at := range raw.TimesMs {
			if at >= want.TimesMs[now] {
				changed.Values[i] = other * float64(i%3)
			}
		}
		if d := differ(judgeLaw(t, changed, s), want, now); d != "" {
			t.Fatalf("after another future: %s", d)
		}
	})
}

func TestLawBandsAreNestedAndNumbersFinite(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := parse(t, rapid.SampledFrom(hourlySpecs).Draw(rt, "spec"))
		checkSound(t, judgeLaw(rt, drawSeries(rt), s))
	})
}

func TestLawTheScoreGrowsWithTheDeviation(t *testing.T) {
	forSeries(t, hourlySpecs, func(t *rapid.T, raw engine.Series, s engine.Spec) {
		a := judgeLaw(t, raw, s)
		last := len(a.TimesMs) - 1
		until := slices.IndexFunc(raw.TimesMs, func(at int64) bool { return at >= a.TimesMs[last] })
		if until < 0 || math.IsNaN(a.Expected[last]) {
			t.Skip("no slot to try")
		}
		side, score := rapid.SampledFrom([]float64{-1, 1}).Draw(t, "side"), -1.0
		far := rapid.SliceOfN(rapid.IntRange(0, 1_000_000), 4, 4).Draw(t, "far") // thousandths: nearer, the expected value's own rounding leads
		slices.Sort(far)
		for _, thousandths := range far {
			off := float64(thousandths) / 1000
			point := engine.Series{TimesMs: append(slices.Clone(raw.TimesMs[:until]), a.TimesMs[last]), Values: append(slices.Clone(raw.Values[:until]), a.Expected[last]+side*off)}
			got := judgeLaw(t, point, s).Score[last]
			if !(got >= score) {
				t.Fatalf("%v off scores %v; want at least the %v of less", side*off, got, score)
			}
			score = got
		}
	})
}
