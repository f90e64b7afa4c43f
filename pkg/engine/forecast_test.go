package engine_test

import (
	"context"
	"math"
	"math/rand"
	"slices"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine"
)

func carryOn(t testing.TB, in engine.Input, s engine.Spec, w engine.Window) *engine.Forecast {
	t.Helper()
	f, err := engine.ForecastSeries(context.Background(), in, s, w, nil)
	if err != nil {
		t.Fatalf("ForecastSeries = %v", err)
	}
	return f
}

func forecastColumns(f *engine.Forecast) [][]float64 {
	return [][]float64{floatsOf(f.TimesMs), f.Expected, f.Lower, f.Upper, f.IntervalLower, f.IntervalUpper}
}

// startsWith fails unless the columns of one forecast begin with those of another.
func startsWith(t *testing.T, long, short *engine.Forecast, why string) {
	t.Helper()
	for c, column := range forecastColumns(short) {
		if whole := forecastColumns(long)[c]; len(whole) < len(column) || !sameRows(whole[:len(column)], column) {
			t.Errorf("%s: column %d differs", why, c)
		}
	}
}

func TestAForecastDependsOnThePastAlone(t *testing.T) {
	forLaws(t, func(t *testing.T, r *rand.Rand, raw engine.Series, s engine.Spec) {
		want := carryOn(t, engine.Input{Series: raw}, s, engine.Window{FromMs: fromMs, ToMs: toMs})
		changed := engine.Series{TimesMs: raw.TimesMs, Values: slices.Clone(raw.Values)}
		for i, at := range raw.TimesMs {
			if at >= want.TimesMs[0] {
				changed.Values[i] = 1e6 * r.NormFloat64()
			}
		}
		startsWith(t, carryOn(t, engine.Input{Series: changed}, s, engine.Window{FromMs: fromMs, ToMs: toMs}), want, "another future")
		startsWith(t, carryOn(t, engine.Input{Series: raw}, s, engine.Window{FromMs: toMs, ToMs: toMs}), want, "another start of the chart")
		further := s
		further.Forecast.Horizon = "4d"
		startsWith(t, carryOn(t, engine.Input{Series: raw}, further, engine.Window{FromMs: toMs, ToMs: toMs}), want, "a longer horizon")
		for i := range want.TimesMs {
			ladder := []float64{want.Lower[i], want.IntervalLower[i], want.Expected[i], want.IntervalUpper[i], want.Upper[i]}
			if !slices.IsSorted(ladder) || math.IsNaN(ladder[0]) || math.IsInf(ladder[0], 0) || math.IsInf(ladder[4], 0) {
				t.Fatalf("slot %d: %v; want it finite and ascending", i, ladder)
			}
		}
	})
}

func TestARegressorWithoutAFutureGivesNoForecast(t *testing.T) {
	raw, load := engine.Series{}, engine.Series{}
	r := rand.New(rand.NewSource(4))
	for i := range 20 * 24 {
		at := int64(startMs + i*hourMs)
		load.TimesMs, load.Values = append(load.TimesMs, at), append(load.Values, 10*r.Float64())
		if i < 15*24 {
			raw.TimesMs, raw.Values = append(raw.TimesMs, at), append(raw.Values, 5*load.Values[i]+r.NormFloat64())
		}
	}
	s := parse(t, `{"model":{"kind":"linear"},"forecast":{"horizon":"3d","threshold":200},"features":{"regressors":[{"name":"load","lag":"6h"}]}}`)
	until := int64(startMs + 15*dayMs - hourMs)
	for known, want := range map[int]int{20 * 24: 73, 15 * 24: 7, 15*24 + 12: 19} {
		in := engine.Input{Series: raw, Regressors: []engine.Regressor{{Name: "load", Kind: "number", Series: engine.Series{TimesMs: load.TimesMs[:known], Values: load.Values[:known]}}}}
		f := carryOn(t, in, s, engine.Window{FromMs: until, ToMs: until, StepMs: hourMs})
		got := 0
		for _, v := range f.Expected {
			if !math.IsNaN(v) {
				got++
			}
		}
		if got != want || (got < 73) != (len(f.Notices) == 1) || f.Crossing == nil || f.Crossing.Expected != nil {
			t.Errorf("load known for %d hours: %d slots expected, notices %v, crossing %v; want %d slots, a notice unless all, no crossing", known, got, f.Notices, f.Crossing, want)
		}
	}
}

func TestARisingSeriesMeetsItsThreshold(t *testing.T) {
	raw := engine.Series{}
	r := rand.New(rand.NewSource(4))
	for i := range 14 * 24 {
		raw.TimesMs, raw.Values = append(raw.TimesMs, int64(startMs+i*hourMs)), append(raw.Values, 0.2*float64(i)+r.NormFloat64()/4)
	}
	last := raw.TimesMs[len(raw.TimesMs)-1]
	s := parse(t, `{"features":{"trend":"linear","seasonality":[]},"model":{"kind":"linear"},"forecast":{"horizon":"4d","threshold":75}}`) // 67 now, 0.2 more an hour
	c := carryOn(t, engine.Input{Series: raw}, s, engine.Window{FromMs: last, ToMs: last, StepMs: hourMs}).Crossing
	if c == nil || !c.Rising || c.Expected == nil || c.Upper == nil || c.Lower == nil {
		t.Fatalf("crossing = %+v; want all three instants of a rise", c)
	}
	if hours := (*c.Expected - last) / hourMs; hours < 35 || hours > 45 || *c.Upper > *c.Expected || *c.Lower < *c.Expected {
		t.Errorf("expected in %d hours, upper at %d, lower at %d; want about 40, the upper limit before and the lower after", hours, *c.Upper, *c.Lower)
	}
}
