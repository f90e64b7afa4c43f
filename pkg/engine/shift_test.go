package engine_test

import (
	"context"
	"math"
	"math/rand"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine"
)

// What has changed for good in the training window is learnt from the second cut on; what went wrong there for half
// a day, or three days, is not: the expected value of the day after the window stays within the noise of the truth.
func TestALevelShiftIsLearntAndAnOutageIsNot(t *testing.T) {
	const step, day, noise = 300_000, 288, 4.0
	for _, tt := range []struct {
		name  string
		moved func(slot int) float64 // of the history's 14 days
		truth float64                // beside the daily shape, on the day after
	}{
		{"nothing", func(int) float64 { return 0 }, 0},
		{"a new level ten days ago", levelFrom(4*day, 15*noise), 15 * noise},
		{"a new level three days ago", levelFrom(11*day, 15*noise), 15 * noise},
		{"two new levels", func(slot int) float64 { return levelFrom(4*day, 15*noise)(slot) + levelFrom(9*day, -30*noise)(slot) }, -15 * noise},
		{"an outage of half a day", outageOf(7*day, day/2), 0},
		{"an outage of a day", outageOf(9*day, day), 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := rand.New(rand.NewSource(1))
			shape := func(slot int) float64 { return 200 - 40*math.Cos(2*math.Pi*float64(slot)/day) }
			var raw engine.Series
			for slot := range 15 * day {
				v := shape(slot) + noise*r.NormFloat64() + tt.truth
				if slot < 14*day {
					v += tt.moved(slot) - tt.truth
				}
				raw.TimesMs, raw.Values = append(raw.TimesMs, startMs+int64(slot)*step), append(raw.Values, v)
			}
			from := int64(startMs + 14*day*step)
			a, err := engine.Analyse(context.Background(), engine.Input{Series: raw}, parse(t, `{"adapt":{"level":"off"}}`), engine.Window{FromMs: from, ToMs: from + (day-1)*step, StepMs: step}, nil)
			if err != nil {
				t.Fatal(err)
			}
			off, alerts := 0.0, 0
			for i := range a.Expected {
				off += (a.Expected[i] - shape(i) - tt.truth) / float64(len(a.Expected))
				if a.Score[i] > 1 {
					alerts++
				}
			}
			if math.Abs(off) > noise || len(a.Expected) != day || alerts > 0 {
				t.Errorf("the expected value is off by %.2f deviations of the noise on the day after, and %d slots are beyond their limit; want at most 1, and none", off/noise, alerts)
			}
		})
	}
}

func levelFrom(first int, height float64) func(int) float64 {
	return func(slot int) float64 {
		if slot < first {
			return 0
		}
		return height
	}
}

func outageOf(first, slots int) func(int) float64 {
	return func(slot int) float64 {
		if slot < first || slot >= first+slots {
			return 0
		}
		return -150
	}
}
