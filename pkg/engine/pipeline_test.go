package engine_test

import (
	"context"
	"fmt"
	"math"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/fault"
)

const (
	hourMs = 3_600_000
	dayMs  = 24 * hourMs
	// startMs is a Monday, 2024-01-01, in UTC.
	startMs = 1_704_067_200_000
)

// specs that the laws are tried on: both models, all missing rules, every way to decide.
var lawSpecs = []string{
	`{"schemaVersion":1,"grid":{"step":"1h"}}`,
	`{"schemaVersion":1,"grid":{"step":"1h"},"model":{"kind":"linear"},"train":{"window":"7d"},"clean":{"missing":"hold"}}`,
	`{"schemaVersion":1,"grid":{"step":"1h"},"model":{"kind":"boosted","boosted":{"minLeaf":5}},"train":{"window":"7d"}}`,
	`{"schemaVersion":1,"grid":{"step":"1h"},"model":{"kind":"forest","forest":{"trees":3}},"train":{"window":"5d"}}`,
	`{"schemaVersion":1,"grid":{"step":"1h"},"model":{"kind":"tree"},"train":{"window":"5d"}}`,
	`{"schemaVersion":1,"grid":{"step":"1h"},"model":{"kind":"seasonal"},"train":{"window":"4d"},"detect":{"points":{"k":3,"n":5},"recover":7},"features":{"timezone":"Europe/Berlin"}}`,
	`{"schemaVersion":1,"grid":{"step":"2h"},"train":{"window":"36h","every":"6h","minPoints":8},"clean":{"missing":"hold"},"detect":{"points":{"k":2,"n":30},"recover":40},"adapt":{"level":"6h"}}`,
	`{"schemaVersion":1,"grid":{"step":"1d"},"train":{"minPoints":8},"features":{"timezone":"Australia/Lord_Howe"},"band":{"method":"mad"}}`,
	`{"schemaVersion":1,"grid":{"step":"1h","aggregate":"max"},"train":{"window":"5d"},"clean":{"missing":"anomaly"},"band":{"limit":{"coverage":0.99},"method":"gaussian","scale":"constant"},"adapt":{"level":"off"}}`,
	`{"schemaVersion":1,"grid":{"step":"1h"},"transform":"log1p","model":{"kind":"linear"},"band":{"minWidth":{"relative":0.1}},"features":{"timezone":"Pacific/Apia","holidays":{"countries":["US","CN","IN"]}}}`,
	`{"schemaVersion":1,"grid":{"step":"1h"},"model":{"kind":"neural","seed":5,"neural":{"hidden":[4],"epochs":3,"learningRate":0.1}}}`,
	`{"schemaVersion":1,"grid":{"step":"1h"},"model":{"kind":"boosted","boosted":{"minLeaf":20,"rounds":6}},"band":{"method":"cqr"},"train":{"window":"9d"},"features":{"select":"backward"}}`,
}

func parse(t testing.TB, text string) engine.Spec {
	t.Helper()
	s, _, err := engine.ParseSpec([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func analyse(t testing.TB, raw engine.Series, s engine.Spec, fromMs, toMs int64) *engine.Analysis {
	t.Helper()
	a, err := engine.Analyse(context.Background(), engine.Input{Series: raw}, s, engine.Window{FromMs: fromMs, ToMs: toMs}, nil)
	if err != nil {
		t.Fatalf("Analyse = %v", err)
	}
	return a
}

// wild makes half-hourly samples of so many days: a daily shape, noise, gaps, spikes, a
// level shift, and a few values that are not finite.
func wild(r *rand.Rand, days int) engine.Series {
	var s engine.Series
	shift := r.NormFloat64() * 5
	for i := range days * 48 {
		v := 20 + 5*math.Sin(float64(i)*math.Pi/24) + r.NormFloat64()
		switch u := r.Float64(); {
		case u < 0.1:
			continue
		case u < 0.11:
			v = math.Inf(1)
		case u < 0.12:
			v = math.NaN()
		case u < 0.14:
			v += 60 * r.NormFloat64()
		}
		if i > days*30 {
			v += shift
		}
		s.TimesMs = append(s.TimesMs, startMs+int64(i)*hourMs/2+r.Int63n(hourMs/2))
		s.Values = append(s.Values, v)
	}
	return s
}

// isSame compares numbers by their bits, but any NaN with any NaN.
func isSame(x, y float64) bool {
	return math.Float64bits(x) == math.Float64bits(y) || x != x && y != y
}

func floatsOf(times []int64) []float64 {
	floats := make([]float64, len(times))
	for i, t := range times {
		floats[i] = float64(t)
	}
	return floats
}

func columns(a *engine.Analysis) map[string][]float64 {
	state := make([]float64, len(a.State))
	for i, s := range a.State {
		state[i] = float64(s)
	}
	return map[string][]float64{
		"times": floatsOf(a.TimesMs), "value": a.Value, "expected": a.Expected, "lower": a.Lower, "upper": a.Upper, "intervalLower": a.IntervalLower, "intervalUpper": a.IntervalUpper,
		"lower99": a.Lower99, "upper99": a.Upper99, "score": a.Score, "reason": a.Reason, "drift": a.Drift, "direction": a.Direction, "anomaly": a.Anomaly, "state": state,
	}
}

// differ returns the first difference of the bits of two analyses' first n rows, "" if there is none.
func differ(got, want *engine.Analysis, n int) string {
	wants := columns(want)
	for name, column := range columns(got) {
		if len(column) < n || len(wants[name]) < n {
			return fmt.Sprintf("%d and %d rows of %s; want at least %d", len(column), len(wants[name]), name, n)
		}
		for i := range n {
			if !isSame(column[i], wants[name][i]) {
				return fmt.Sprintf("%s[%d] = %v; want %v", name, i, column[i], wants[name][i])
			}
		}
	}
	return ""
}

// forLaws runs a law on random series under every spec.
func forLaws(t *testing.T, law func(t *testing.T, r *rand.Rand, raw engine.Series, s engine.Spec)) {
	for i, text := range lawSpecs {
		for seed := range int64(3) {
			t.Run(fmt.Sprintf("spec %d, seed %d", i, seed), func(t *testing.T) {
				r := rand.New(rand.NewSource(100*int64(i) + seed))
				law(t, r, wild(r, 20), parse(t, text))
			})
		}
	}
}

const (
	fromMs = startMs + 12*dayMs + 5*hourMs
	toMs   = startMs + 17*dayMs + 7*hourMs
)

func TestWhatIsStillLearningSaysItsStageOnce(t *testing.T) {
	raw := engine.Series{}
	for i := range 9 {
		raw.TimesMs, raw.Values = append(raw.TimesMs, int64(startMs+i*hourMs)), append(raw.Values, float64(i%4))
	}
	a := analyse(t, raw, parse(t, `{}`), startMs, startMs+8*hourMs)
	const want = "fit: still learning: 0 usable points before the training cut; want at least 20."
	if !slices.ContainsFunc(a.Notices, func(n engine.Notice) bool { return strings.HasPrefix(n.Text, want) }) {
		t.Errorf("notices %v; want one that begins %q", a.Notices, want)
	}
}

func TestADayOfHoursIsEnoughThoughFourAreMissing(t *testing.T) {
	for missing, want := range map[int]bool{0: true, 4: true, 5: false} {
		raw := engine.Series{}
		for i := range 30 {
			if i < 9 || i >= 9+missing {
				raw.TimesMs, raw.Values = append(raw.TimesMs, int64(startMs+i*hourMs)), append(raw.Values, float64(i*7%4))
			}
		}
		a := analyse(t, raw, parse(t, `{}`), startMs, startMs+29*hourMs)
		if got := !math.IsNaN(a.Score[24]); got != want {
			t.Errorf("%d hours of the first day missing: its end's next slot is judged: %v; want %v", missing, got, want)
		}
	}
}

func TestOrderAndDuplicatesOfSamplesDoNotMatter(t *testing.T) {
	forLaws(t, func(t *testing.T, r *rand.Rand, raw engine.Series, s engine.Spec) {
		want := analyse(t, raw, s, fromMs, toMs)
		mixed := engine.Series{}
		for _, i := range r.Perm(len(raw.TimesMs)) {
			for range 1 + r.Intn(2) {
				mixed.TimesMs, mixed.Values = append(mixed.TimesMs, raw.TimesMs[i]), append(mixed.Values, raw.Values[i])
			}
		}
		times, values := slices.Clone(mixed.TimesMs), slices.Clone(mixed.Values)
		got := analyse(t, mixed, s, fromMs, toMs)
		if d := differ(got, want, len(want.TimesMs)); d != "" {
			t.Errorf("shuffled and doubled: %s", d)
		}
		if !slices.Equal(times, mixed.TimesMs) || !slices.EqualFunc(values, mixed.Values, isSame) {
			t.Error("Analyse changed its input")
		}
	})
}

func TestTheFutureDoesNotChangeThePast(t *testing.T) {
	forLaws(t, func(t *testing.T, r *rand.Rand, raw engine.Series, s engine.Spec) {
		want := analyse(t, raw, s, fromMs, toMs)
		now := len(want.TimesMs) / 2
		changed := engine.Series{TimesMs: raw.TimesMs, Values: slices.Clone(raw.Values)}
		for i, at := range raw.TimesMs {
			if at >= want.TimesMs[now] {
				changed.Values[i] = 1e6 * r.NormFloat64()
			}
		}
		if d := differ(analyse(t, changed, s, fromMs, toMs), want, now); d != "" {
			t.Errorf("after another future: %s", d)
		}
	})
}

func TestSlicesJoinToOneAnalysis(t *testing.T) {
	forLaws(t, func(t *testing.T, r *rand.Rand, raw engine.Series, s engine.Spec) {
		want := analyse(t, raw, s, fromMs, toMs)
		joined := &engine.Analysis{}
		for from := int64(fromMs); from <= toMs; {
			to := min(toMs, from+r.Int63n(40*hourMs))
			part := analyse(t, raw, s, from, to)
			joined.TimesMs, joined.State = append(joined.TimesMs, part.TimesMs...), append(joined.State, part.State...)
			for i, column := range judged(joined) {
				*column = append(*column, *judged(part)[i]...)
			}
			from = to + 1
		}
		if d := differ(joined, want, len(want.TimesMs)); d != "" || len(joined.TimesMs) != len(want.TimesMs) {
			t.Errorf("%d joined rows, %s; want %d", len(joined.TimesMs), d, len(want.TimesMs))
		}
	})
}

func judged(a *engine.Analysis) []*[]float64 {
	return []*[]float64{&a.Value, &a.Expected, &a.Lower, &a.Upper, &a.IntervalLower, &a.IntervalUpper, &a.Lower99, &a.Upper99, &a.Score, &a.Reason, &a.Direction, &a.Anomaly, &a.Drift}
}

func TestPowersOfTwoScaleEveryLength(t *testing.T) {
	forLaws(t, func(t *testing.T, r *rand.Rand, raw engine.Series, s engine.Spec) {
		want, factor := analyse(t, raw, s, fromMs, toMs), math.Ldexp(1, r.Intn(400)-200)
		scaled := engine.Series{TimesMs: raw.TimesMs, Values: slices.Clone(raw.Values)}
		for i := range scaled.Values {
			scaled.Values[i] *= factor
		}
		got := analyse(t, scaled, s, fromMs, toMs)
		for _, column := range judged(got)[:8] {
			for i := range *column {
				(*column)[i] /= factor
			}
		}
		if d := differ(got, want, len(want.TimesMs)); d != "" {
			t.Errorf("times %v: %s", factor, d)
		}
	})
}

func TestBandsAreNested(t *testing.T) {
	forLaws(t, func(t *testing.T, r *rand.Rand, raw engine.Series, s engine.Spec) {
		checkSound(t, analyse(t, raw, s, fromMs, toMs))
	})
}

// checkSound fails on what no analysis may hold.
func checkSound(t testing.TB, a *engine.Analysis) {
	t.Helper()
	for name, column := range columns(a) {
		for i, v := range column {
			if math.IsInf(v, 0) {
				t.Fatalf("%s[%d] = %v; want it finite, or NaN", name, i, v)
			}
		}
	}
	for i := range a.TimesMs {
		ladder := []float64{a.Lower[i], a.IntervalLower[i], a.Expected[i], a.IntervalUpper[i], a.Upper[i]}
		if !math.IsNaN(a.Expected[i]) && !slices.IsSorted(ladder) {
			t.Fatalf("row %d: lower, intervalLower, expected, intervalUpper, upper = %v; want them ascending", i, ladder)
		}
		if a.Score[i] < 0 || a.Lower99[i] > a.Upper99[i] {
			t.Fatalf("row %d: score %v, 99 %% band %v to %v; want score ≥ 0 and lower ≤ upper", i, a.Score[i], a.Lower99[i], a.Upper99[i])
		}
		decided := a.State[i] == engine.Normal || a.State[i] == engine.Anomalous
		if decided != !math.IsNaN(a.Anomaly[i]) || decided && (a.Anomaly[i] == 1) != (a.State[i] == engine.Anomalous) {
			t.Fatalf("row %d: state %d beside anomaly %v", i, a.State[i], a.Anomaly[i])
		}
		if a.State[i] == engine.Learning && !math.IsNaN(a.Score[i]) {
			t.Fatalf("row %d: learning, yet score %v; want NaN", i, a.Score[i])
		}
	}
}

func TestTheScoreGrowsWithTheLastDeviation(t *testing.T) {
	forLaws(t, func(t *testing.T, r *rand.Rand, raw engine.Series, s engine.Spec) {
		a := analyse(t, raw, s, fromMs, toMs)
		last := len(a.TimesMs) - 1
		until := slices.IndexFunc(raw.TimesMs, func(at int64) bool { return at >= a.TimesMs[last] })
		for _, side := range []float64{-1, 1} {
			score := -1.0
			for _, far := range []float64{0, 0.1, 1, 3, 10, 100, 1e6} {
				point := engine.Series{TimesMs: append(slices.Clone(raw.TimesMs[:until]), a.TimesMs[last]), Values: append(slices.Clone(raw.Values[:until]), a.Expected[last]+side*far)}
				got := analyse(t, point, s, fromMs, a.TimesMs[last])
				if !(got.Score[last] >= score) {
					t.Errorf("%v from the expected value: score %v; want at least the %v of a smaller deviation", side*far, got.Score[last], score)
				}
				score = got.Score[last]
			}
			if !(score > 1) {
				t.Errorf("a million off scores %v; want above 1", score)
			}
		}
	})
}

func TestAConstantSeriesFlagsAnyDeviation(t *testing.T) {
	for _, constant := range []float64{0, 1, -3.7, 0.1, 1e-300, 1e300, 5e-324, -1e18} {
		for _, kind := range []string{"auto", "seasonal", "linear", "tree", "forest", "boosted", "neural"} {
			s := parse(t, fmt.Sprintf(`{"schemaVersion":1,"grid":{"step":"1h"},"model":{"kind":%q}}`, kind))
			raw := engine.Series{}
			for i := range 20 * 24 {
				raw.TimesMs, raw.Values = append(raw.TimesMs, startMs+int64(i)*hourMs), append(raw.Values, constant)
			}
			at := int64(startMs + 19*dayMs)
			for _, off := range []float64{constant * 1.001, constant * 0.999, constant + 1} {
				if off == constant {
					continue
				}
				raw.Values[19*24] = off
				a := analyse(t, raw, s, at-hourMs, at)
				if a.State[0] != engine.Normal || a.State[1] != engine.Anomalous {
					t.Errorf("%s, %v then %v: states %v with scores %v; want normal, anomalous", kind, constant, off, a.State, a.Score)
				}
			}
		}
	}
}

// A value that is computed anew at each slot differs by rounding, and stands still now and then.
func TestRoundingIsNoDeviation(t *testing.T) {
	for name, base := range map[string]func(hour int) float64{
		"a constant": func(int) float64 { return 0.1 },
		"two values": func(hour int) float64 { return 0.1 + 0.2*float64(hour%24/12) },
	} {
		r := rand.New(rand.NewSource(9))
		raw := engine.Series{}
		for i := range 20 * 24 {
			noise := float64(r.Intn(9) - 4)
			switch {
			case i >= 19*24:
				noise = 0
			case i >= 18*24:
				noise *= 9 // still rounding
			}
			raw.TimesMs = append(raw.TimesMs, startMs+int64(i)*hourMs)
			raw.Values = append(raw.Values, base(i)*(1+noise*0x1p-52))
		}
		for _, kind := range []string{"auto", "seasonal", "linear"} {
			a := analyse(t, raw, parse(t, `{"grid":{"step":"1h"},"model":{"kind":"`+kind+`"}}`), startMs+16*dayMs, startMs+20*dayMs-1)
			for i, state := range a.State {
				if state != engine.Normal {
					t.Errorf("%s, %s, slot %d: state %d with score %v; want normal", name, kind, i, state, a.Score[i])
				}
			}
		}
	}
}

func TestWhatCannotLearnSaysSo(t *testing.T) {
	raw := engine.Series{}
	for i := range 40 * 24 {
		raw.TimesMs, raw.Values = append(raw.TimesMs, startMs+int64(i)*hourMs), append(raw.Values, float64(i%7))
	}
	for text, want := range map[string]string{
		`{"train":{"every":"6h","window":"19h"}}`:                         "fit/never-learns",
		`{"train":{"every":"6h","window":"20h"}}`:                         "",
		`{"train":{"every":"6h","window":"20h","minPoints":21}}`:          "fit/never-learns",
		`{"grid":{"step":"1d"},"train":{"window":"4w"}}`:                  "",
		`{"grid":{"step":"2d"},"train":{"window":"4w"}}`:                  "fit/never-learns",
		`{"train":{"window":"2d","every":"3d"}}`:                          "fit/unlearnt-history",
		`{"train":{"window":"3d","every":"3d"}}`:                          "",
		`{"grid":{"step":"1d"},"train":{"window":"4w","minPoints":1000}}`: "fit/never-learns",
	} {
		got := ""
		for _, n := range analyse(t, raw, parse(t, text), startMs+38*dayMs, startMs+39*dayMs).Notices {
			if n.Code == "fit/never-learns" || n.Code == "fit/unlearnt-history" {
				got += n.Code
			}
		}
		if got != want {
			t.Errorf("%s: notice %q; want %q", text, got, want)
		}
	}
}

// A week whose weekend is Friday and Saturday is the usual week a day earlier, in every zone.
func TestAnyTwoDaysMayBeTheWeekend(t *testing.T) {
	weekly := func(rest ...int) engine.Series {
		r := rand.New(rand.NewSource(3))
		raw := engine.Series{}
		for i := range 24 * 24 * 4 {
			level := 100 + 40*math.Sin(float64(i%96)*2*math.Pi/96)
			if slices.Contains(rest, i/96%7) {
				level = 30 - 10*math.Sin(float64(i%96)*4*math.Pi/96)
			}
			raw.TimesMs, raw.Values = append(raw.TimesMs, startMs+int64(i)*hourMs/4), append(raw.Values, level+2*r.NormFloat64())
		}
		return raw
	}
	for _, kind := range []string{"linear", "seasonal", "boosted"} {
		s := parse(t, `{"grid":{"step":"15m"},"model":{"kind":"`+kind+`"}}`)
		mae := func(raw engine.Series) (total float64, m *engine.Model) {
			models := &kept{}
			a, err := engine.Analyse(context.Background(), engine.Input{Series: raw}, s, engine.Window{FromMs: startMs + 17*dayMs, ToMs: startMs + 24*dayMs - 1}, models)
			if err != nil {
				t.Fatal(err)
			}
			for i, v := range a.Value {
				total += math.Abs(v-a.Expected[i]) / float64(len(a.Value))
			}
			return total, models.last
		}
		want, usual := mae(weekly(5, 6))
		got, early := mae(weekly(4, 5))
		if usual.Center.WeekStart != 0 || early.Center.WeekStart != 6 || got > 1.1*want {
			t.Errorf("%s: mean error %.2f with a week from day %d; want at most the %.2f of a usual week, from day 6", kind, got, early.Center.WeekStart, want)
		}
		text, err := engine.EncodeModel(early)
		if err != nil {
			t.Fatal(err)
		}
		if read, err := engine.DecodeModel(text); err != nil || read.Center.WeekStart != 6 {
			t.Errorf("%s: DecodeModel of %.80s = %v; want a week from day 6", kind, text, err)
		}
	}
}

// kept remembers the last model that was learnt.
type kept struct{ last *engine.Model }

func (k *kept) Get(int64) *engine.Model      { return nil }
func (k *kept) Set(_ int64, m *engine.Model) { k.last = m }

// Dates without a time are local days: a shop closed on its holidays is no anomaly on either side of UTC.
func TestDatesKeepTheirHolidaysInEveryZone(t *testing.T) {
	var closed []string
	ical := ""
	for month := range 24 {
		day := time.Date(2023, time.Month(1+month), 3+7*month%25, 0, 0, 0, 0, time.UTC)
		closed = append(closed, day.Format(time.DateOnly))
		ical += "BEGIN:VEVENT\\nDTSTART:" + day.Format("20060102") + "\\nEND:VEVENT\\n"
	}
	r := rand.New(rand.NewSource(5))
	first := time.Date(2023, 1, 2, 0, 0, 0, 0, time.UTC)
	raw := engine.Series{}
	for i := range 730 {
		at := first.AddDate(0, 0, i)
		v := 100 + 2*r.NormFloat64()
		if slices.Contains(closed, at.Format(time.DateOnly)) {
			v = 20
		}
		raw.TimesMs, raw.Values = append(raw.TimesMs, at.UnixMilli()), append(raw.Values, v)
	}
	for _, zone := range []string{"America/New_York", "UTC", "Asia/Tokyo"} {
		s := parse(t, `{"model":{"kind":"linear"},"features":{"timezone":"`+zone+`","holidays":{"ical":"`+ical+`"}}}`)
		a := analyse(t, raw, s, first.AddDate(1, 8, 0).UnixMilli(), first.AddDate(0, 0, 729).UnixMilli()+dayMs/2)
		for i, at := range a.TimesMs {
			loc, _ := time.LoadLocation(zone)
			date := time.UnixMilli(at).In(loc).Format(time.DateOnly)
			if a.State[i] == engine.Anomalous || slices.Contains(closed, date) != (a.Value[i] == 20) {
				t.Errorf("%s: %s is %v with state %d; want the file's dates, and no anomaly", zone, date, a.Value[i], a.State[i])
			}
		}
	}
}

func TestMonthsFollowTheCalendar(t *testing.T) {
	raw := engine.Series{}
	for k := range 48 {
		at := time.Date(2022, time.Month(1+k), 1, 0, 0, 0, 0, time.UTC)
		raw.TimesMs, raw.Values = append(raw.TimesMs, at.UnixMilli()), append(raw.Values, 100+float64(k*7919%13))
	}
	for _, step := range []string{"auto", "month"} {
		s := parse(t, `{"grid":{"step":"`+step+`"},"features":{"timezone":"America/New_York"},"train":{"window":"3y"}}`)
		a := analyse(t, raw, s, raw.TimesMs[30], raw.TimesMs[47]+dayMs)
		if !slices.Equal(a.Value, raw.Values[48-len(a.Value):]) || len(a.Value) < 17 || slices.Contains(a.State, engine.Learning) {
			t.Errorf("grid.step %s: values %v, states %v; want every month's value once, and none learning", step, a.Value, a.State)
		}
	}
}

func TestBadInputsEndWell(t *testing.T) {
	hourly := func(n int, value func(i int) float64) engine.Series {
		var s engine.Series
		for i := range n {
			s.TimesMs, s.Values = append(s.TimesMs, startMs+int64(i)*hourMs), append(s.Values, value(i))
		}
		return s
	}
	r := rand.New(rand.NewSource(1))
	noise := func(i int) float64 { return 10 + math.Sin(float64(i)/4) + r.NormFloat64()/5 }
	all := engine.Window{FromMs: startMs, ToMs: startMs + 19*dayMs}
	tests := []struct {
		name   string
		series engine.Series
		window engine.Window
		code   string // "" means success
		state  uint8  // of the last slot
		slots  int
	}{
		{"no samples", engine.Series{}, all, "", 0, 0},
		{"one point", hourly(1, noise), all, "", engine.Learning, 19*24 + 1},
		{"all missing", hourly(480, func(int) float64 { return math.NaN() }), all, "", engine.Learning, 19*24 + 1},
		{"all infinite", hourly(480, func(int) float64 { return math.Inf(-1) }), all, "", engine.Learning, 19*24 + 1},
		{"40 % gaps", hourly(480, func(i int) float64 {
			if i%5 < 2 {
				return math.NaN()
			}
			return noise(i)
		}), all, "", engine.Missing, 19*24 + 1},
		{"constant", hourly(480, func(int) float64 { return 3 }), all, "", engine.Normal, 19*24 + 1},
		{"1e308", hourly(480, func(i int) float64 { return 1e308 * math.Cos(float64(i)) }), all, "", engine.Normal, 19*24 + 1},
		{"5e-324", hourly(480, func(i int) float64 { return 5e-324 * float64(i%3) }), all, "", engine.Normal, 19*24 + 1},
		{"data that stop", hourly(300, noise), all, "", engine.Missing, 19*24 + 1},
		{"a negative window", hourly(480, noise), engine.Window{FromMs: startMs, ToMs: startMs - 1}, "pipeline/bad-window", 0, 0},
		{"a window before year 1", hourly(480, noise), engine.Window{FromMs: math.MinInt64, ToMs: startMs}, "pipeline/bad-window", 0, 0},
		{"a window after year 9999", hourly(480, noise), engine.Window{FromMs: startMs, ToMs: math.MaxInt64}, "pipeline/bad-window", 0, 0},
		{"a negative step", hourly(480, noise), engine.Window{FromMs: startMs, ToMs: startMs, StepMs: -1}, "pipeline/bad-window", 0, 0},
		{"a step of a year", hourly(480, noise), engine.Window{FromMs: startMs, ToMs: startMs, StepMs: 365 * dayMs}, "pipeline/bad-window", 0, 0},
		{"now before time", hourly(480, noise), engine.Window{FromMs: startMs, ToMs: startMs, NowMs: math.MinInt64}, "pipeline/bad-window", 0, 0},
		{"a window of ten thousand years", hourly(480, noise), engine.Window{FromMs: 0, ToMs: 253_402_300_799_999}, "clean/too-many-points", 0, 0},
		{"more values than times", engine.Series{Values: []float64{1}}, all, "clean/unequal-lengths", 0, 0},
		{"a stamp beyond time", engine.Series{TimesMs: []int64{math.MaxInt64}, Values: []float64{1}}, all, "clean/bad-time", 0, 0},
		{"long before the data", hourly(480, noise), engine.Window{FromMs: 0, ToMs: dayMs}, "", 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, kind := range []string{"auto", "seasonal", "linear", "tree", "forest", "boosted", "neural"} {
				s := parse(t, fmt.Sprintf(`{"schemaVersion":1,"model":{"kind":%q}}`, kind))
				window := tt.window
				if window.StepMs == 0 {
					window.StepMs = hourMs
				}
				a, err := engine.Analyse(context.Background(), engine.Input{Series: tt.series}, s, window, nil)
				if fault.Code(err) != tt.code {
					t.Fatalf("%s: Analyse fails with %q (%v); want %q", kind, fault.Code(err), err, tt.code)
				}
				if err != nil {
					continue
				}
				checkSound(t, a)
				if len(a.State) != tt.slots {
					t.Fatalf("%s: %d slots; want %d", kind, len(a.State), tt.slots)
				}
				if n := len(a.State); n > 0 && a.State[n-1] != tt.state {
					t.Errorf("%s: the last state is %d; want %d", kind, a.State[n-1], tt.state)
				}
			}
		})
	}
}
