package engine_test

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// fuzzInput makes a series, up to seven others, a regressor that may end early, and a
// window of any bytes.
func fuzzInput(data []byte) (in engine.Input, group []engine.Series, w engine.Window, ok bool) {
	if len(data) < 8 || len(data) > maxBytes {
		return in, nil, w, false
	}
	spacings := []int64{hourMs / 4, hourMs / 2, hourMs, 6 * hourMs, dayMs} // finer ones are slow, and FuzzAnalyse has them
	spacing := spacings[int(data[2])%len(spacings)]
	parts, body := int(data[5])%8+1, data[8:]
	for i := range parts {
		from, to := i*len(body)/parts, (i+1)*len(body)/parts
		group = append(group, seriesOf(body[from:to], spacing, data[3]+byte(i)*data[6]))
	}
	in = engine.Input{Series: group[0], Others: group[1:]}
	if data[7]%2 == 1 {
		drive := engine.Series{TimesMs: slices.Clone(group[0].TimesMs), Values: slices.Clone(group[0].Values)}
		for i := range drive.TimesMs {
			drive.TimesMs[i] += int64(int8(data[7])) * hourMs
		}
		in.Regressors = []engine.Regressor{{Name: "drive", Kind: "number", Series: drive}}
	}
	first := int64(startMs) + int64(data[1])*hourMs
	return in, group, engine.Window{FromMs: first, ToMs: first + int64(data[4]%72)*hourMs, StepMs: spacing}, true
}

// FuzzBeyond looks beyond one series and beyond now, from any bytes: new series among
// others, groups, forecasts and importances never panic, fail with a code, and are sound.
func FuzzBeyond(f *testing.F) {
	f.Add([]byte("\x00\x20\x03\x00\x09\x04\x00\x01the quick brown fox expectedSteps over the lazy dog, and forty-eight samples of it are not enough to be sure"))
	f.Add([]byte("\x05\x60\x03\x08\x30\x01\x03\x00abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"))
	f.Add([]byte("\x08\x02\x04\x03\x20\x06\x01\x05\x00\x00\x00\x00\x00\x00\xf0\x7f\x01\x00\x00\x00\x00\x00\x00\x10\x00\x20"))
	specs := parseAll(f, fuzzSpecs)
	f.Fuzz(func(t *testing.T, data []byte) {
		in, group, w, ok := fuzzInput(data)
		if !ok {
			return
		}
		ctx, s := context.Background(), specs[int(data[0])%len(specs)]
		s.Forecast.Horizon = "12h"
		if int(data[0]) >= 128 {
			threshold := float64(data[1])
			s.Outliers.Method, s.Forecast.Threshold = "mad", &threshold
		}
		a, err := engine.Analyse(ctx, in, s, w, nil)
		if coded(t, err) {
			checkSound(t, a)
		}
		g, err := engine.JudgeGroup(ctx, group, s, w)
		if coded(t, err) {
			checkGroup(t, g)
		}
		c, err := engine.ForecastSeries(ctx, in, s, w, nil)
		if coded(t, err) {
			checkForecast(t, c)
		}
		i, err := engine.ImportanceOf(ctx, in, s, w, nil)
		if coded(t, err) {
			if _, err := json.Marshal(i); err != nil {
				t.Fatalf("importances %+v are no JSON: %v", i, err)
			}
		}
	})
}

// coded says whether there is a result, and fails on an error without a code.
func coded(t *testing.T, err error) bool {
	t.Helper()
	if fault.Code(err) == "uncoded" {
		t.Fatalf("error %v; want one with a code", err)
	}
	return err == nil
}

// checkForecast fails on what no forecast may hold.
func checkForecast(t testing.TB, f *engine.Forecast) {
	t.Helper()
	for i := range f.TimesMs {
		ladder := []float64{f.Lower[i], f.IntervalLower[i], f.Expected[i], f.IntervalUpper[i], f.Upper[i]}
		if slices.ContainsFunc(ladder, func(v float64) bool { return math.IsInf(v, 0) }) || !math.IsNaN(f.Expected[i]) && !slices.IsSorted(ladder) {
			t.Fatalf("slot %d: %v; want it finite and ascending, or NaN", i, ladder)
		}
	}
}
