package engine_test

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"math"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// FuzzParseSpec reads any bytes as a spec: it never panics, fails with a code, and what it
// accepts it reads again to the same text.
func FuzzParseSpec(f *testing.F) {
	for _, text := range append(lawSpecs, `{}`, `{"schemaVersion":0,"band":{"alertsPerWeek":2}}`, `{"train":{"exclude":[{"from":"2026-01-01","to":1e13}]}}`,
		`{"features":{"seasonality":[{"period":"90m","harmonics":3}],"regressors":[{"name":"t","lag":"1h"}]}}`, `[1e999]`, `{"é\ud800":"\u0000"}`) {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		s, _, err := engine.ParseSpec(text)
		if err != nil {
			if fault.Code(err) == "uncoded" {
				t.Fatalf("ParseSpec(%q) = %v; want an error with a code", text, err)
			}
			return
		}
		first, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if len(first) > 60_000 {
			return // with its defaults it may be too large to read again
		}
		again, _, err := engine.ParseSpec(first)
		second, _ := json.Marshal(again)
		if err != nil || string(first) != string(second) {
			t.Fatalf("ParseSpec(%q) gives %s; read again %s, %v", text, first, second, err)
		}
	})
}

// fuzzSpecs are what the first byte of FuzzAnalyse chooses from.
var fuzzSpecs = append([]string{
	`{"schemaVersion":1,"train":{"minPoints":8,"window":"1h","every":"1h"},"grid":{"step":"1m"}}`,
	`{"schemaVersion":1,"train":{"minPoints":8},"features":{"trend":"linear","seasonality":[{"period":"1m","harmonics":24},{"period":"1h","harmonics":3}]},"model":{"kind":"linear","ridge":0},"clean":{"outliers":"keep"}}`,
	`{"schemaVersion":1,"train":{"minPoints":8},"grid":{"aggregate":"sum"},"band":{"limit":{"multiple":1},"lowerBound":0,"upperBound":1,"minWidth":{"relative":100}},"detect":{"minDeviation":{"relative":0.5},"direction":"above"}}`,
	`{"schemaVersion":1,"train":{"minPoints":8},"model":{"kind":"boosted","boosted":{"rounds":4,"minLeaf":2}},"band":{"method":"cqr","limit":{"coverage":0.9}},"features":{"select":"backward"}}`,
}, lawSpecs...)

// maxBytes is the length of the longest data that are tried: longer series are slower, and
// show no more.
const maxBytes = 600

// FuzzAnalyse makes a series and a window of any bytes: an analysis never panics, fails with
// a code, and is sound.
func FuzzAnalyse(f *testing.F) {
	f.Add([]byte{0})
	f.Add([]byte{1, 40, 4, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 250, 12, 13, 14, 15, 16, 240, 18, 19, 20})
	f.Add([]byte("\x02\x30\x05\x01\x00the quick brown fox expectedSteps over the lazy dog and over 48 samples of it"))
	f.Add([]byte("\x05\x60\x06\x00\x03aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"))
	specs := parseAll(f, fuzzSpecs)
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 5 || len(data) > maxBytes {
			return
		}
		s := specs[int(data[0])%len(specs)]
		spacings := []int64{1, 1000, 10_000, 60_000, hourMs / 4, hourMs, 6 * hourMs, dayMs}
		spacing := spacings[int(data[2])%len(spacings)]
		raw := seriesOf(data[5:], spacing, data[3])
		unit := min(spacing, hourMs) // hours would be thousands of slots of fine series, each judged alike
		first := int64(startMs) + int64(data[1])*unit
		window := engine.Window{FromMs: first, ToMs: first + int64(data[4])*unit}
		a, err := engine.Analyse(context.Background(), engine.Input{Series: raw}, s, window, nil)
		if err != nil {
			if fault.Code(err) == "uncoded" {
				t.Fatalf("Analyse = %v; want an error with a code", err)
			}
			return
		}
		checkSound(t, a)
	})
}

// parseAll reads specs once, not for every case.
func parseAll(t testing.TB, texts []string) (specs []engine.Spec) {
	for _, text := range texts {
		specs = append(specs, parse(t, text))
	}
	return specs
}

// seriesOf reads small numbers, or, if shape is odd, the bits of any doubles, at stamps that
// now and then jump, repeat or go back.
func seriesOf(data []byte, spacingMs int64, shape byte) engine.Series {
	var s engine.Series
	at := int64(startMs)
	add := func(v float64) { s.TimesMs, s.Values = append(s.TimesMs, at), append(s.Values, v) }
	if shape%2 == 1 {
		for ; len(data) >= 9; data = data[9:] {
			at += spacingMs * int64(int8(data[8])>>5)
			add(math.Float64frombits(binary.LittleEndian.Uint64(data)))
		}
		return s
	}
	for i, b := range data {
		at += spacingMs
		switch {
		case b == 255:
			at -= 7 * spacingMs
		case b == 254:
			add(math.NaN())
		case b == 253:
			add(1e308)
		default:
			add(float64(b)*math.Ldexp(1, int(shape)) + float64(i%int(shape/8+1)))
		}
	}
	return s
}
