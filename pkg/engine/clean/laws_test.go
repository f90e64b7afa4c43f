package clean_test

import (
	"math"
	"math/rand"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/series"
	"github.com/tidemark/tidemark/pkg/engine/spec"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

const hourMs = 3_600_000

// gappy gives hourly samples with gaps of up to three days and values that are not finite.
func gappy(r *rand.Rand) series.Series {
	s := series.Series{}
	hour := int64(0)
	for range 1 + r.Intn(40) {
		hour += int64(1 + r.Intn(72))
		s.TimesMs = append(s.TimesMs, hour*hourMs)
		s.Values = append(s.Values, []float64{r.NormFloat64(), math.NaN(), math.Inf(1), 0}[r.Intn(4)])
	}
	return s
}

func gridOf(t *testing.T, s series.Series, text string) clean.Grid {
	t.Helper()
	sp, _, err := spec.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	g, err := clean.RegularGrid(s, sp, clean.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// TestMissingPolicies holds each policy to its words on random gaps.
func TestMissingPolicies(t *testing.T) {
	r := rand.New(rand.NewSource(11))
	for range 200 {
		s := gappy(r)
		plain := gridOf(t, s, `{"grid":{"step":"1h"}}`)
		zero := gridOf(t, s, `{"grid":{"step":"1h"},"clean":{"missing":"zero"}}`)
		hold := gridOf(t, s, `{"grid":{"step":"1h"},"clean":{"missing":"hold"}}`)
		last := -1
		for i, v := range plain.Values {
			wantZero, wantHold := v, math.NaN()
			if math.IsNaN(v) {
				wantZero = 0
			} else {
				last = i
			}
			if last >= 0 && plain.TimesMs[i]-plain.TimesMs[last] <= zone.DayMs {
				wantHold = plain.Values[last]
			}
			if zero.Values[i] != wantZero || hold.Values[i] != wantHold && !(math.IsNaN(hold.Values[i]) && math.IsNaN(wantHold)) {
				t.Fatalf("slot %d of %v: zero = %v, hold = %v; want %v, %v", i, s, zero.Values[i], hold.Values[i], wantZero, wantHold)
			}
		}
	}
}

// TestTransformsNeverFallAndAreUndone holds log1p and logit to both on random values.
func TestTransformsNeverFallAndAreUndone(t *testing.T) {
	r := rand.New(rand.NewSource(12))
	for _, bent := range []clean.Transform{
		{Kind: clean.TransformLog1p, Size: 1}, {Kind: clean.TransformLog1p, Size: 1.0 / (1 << 20)}, {Kind: clean.TransformLogit, Size: 1, Low: -50, High: 100},
	} {
		for range 2000 {
			a := math.Ldexp(r.NormFloat64(), r.Intn(40)-10)
			b := a + math.Ldexp(r.Float64(), r.Intn(40)-10)
			x, y := bent.To(a), bent.To(b)
			back, scale := bent.From(x), math.Abs(a)+bent.Size+math.Abs(bent.Low)+bent.High
			if y < x-1e-12*math.Abs(x) || math.Abs(back-a) > 1e-12*scale {
				t.Errorf("%+v: To(%v) = %v, To(%v) = %v, From gives %v; want no fall, and %v", bent, a, x, b, y, back, a)
			}
		}
	}
}
