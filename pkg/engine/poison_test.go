package engine_test

import (
	"context"
	"fmt"
	"math"
	"math/rand"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine"
)

const poisonNoise = 4 // standard deviations of the series

// poison says by how much a slot of the history was moved.
type poison func(r *rand.Rand, slot int) float64

func scattered(share float64, bothWays bool) poison {
	return func(r *rand.Rand, _ int) float64 {
		size := 50.0 * poisonNoise
		if bothWays && r.Intn(2) == 0 {
			size = -size
		}
		if r.Float64() < share {
			return size
		}
		return 0
	}
}

// hoursAtATime moves whole hours, at any time of the day.
func hoursAtATime(share float64) poison {
	return func(_ *rand.Rand, slot int) float64 {
		return scattered(share, false)(rand.New(rand.NewSource(int64(slot/12))), slot)
	}
}

// poisoned judges a day at five minutes after two weeks of history, all but its last day poisoned. It
// returns the mean distance of the expected value from the truth, in standard deviations of the
// noise, and the scores of another such attack and of an outage of 15 deviations.
func poisoned(t *testing.T, spec string, add poison) (moved, attack, outage float64) {
	t.Helper()
	const step, day, history = 300_000, 288, 15 * 288
	truth := func(slot int) float64 { return 100 - 40*math.Cos(2*math.Pi*float64(slot)/day) }
	r := rand.New(rand.NewSource(1))
	var raw engine.Series
	for slot := range history + 100 {
		v := truth(slot) + poisonNoise*r.NormFloat64()
		if by := add(r, slot); slot < history-day {
			v += by
		}
		raw.TimesMs, raw.Values = append(raw.TimesMs, startMs+int64(slot)*step), append(raw.Values, v)
	}
	raw.Values[history+60] -= 15 * poisonNoise
	raw.Values[history+90] += 50 * poisonNoise
	from := int64(startMs + history*step)
	a, err := engine.Analyse(context.Background(), engine.Input{Series: raw}, parse(t, spec), engine.Window{FromMs: from, ToMs: from + 99*step, StepMs: step}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range a.Expected {
		moved += math.Abs(v-truth(history+i)) / poisonNoise / float64(len(a.Expected))
	}
	return moved, a.Score[90], a.Score[60]
}

// A fifth of the history, wherever it is, moves the expected value by less than the noise; a tenth
// hides neither the next such attack nor an outage. Beyond that the edge is what the attacker
// makes of it: a fifth of scattered slots hides an equal one, whole hours do not.
func TestAPoisonedHistory(t *testing.T) {
	for _, kind := range []string{"seasonal", "linear", "auto", "boosted"} {
		spec := fmt.Sprintf(`{"model":{"kind":%q}}`, kind)
		for name, add := range map[string]func(share float64) poison{
			"upwards":   func(share float64) poison { return scattered(share, false) },
			"both ways": func(share float64) poison { return scattered(share, true) },
			"for hours": hoursAtATime,
		} {
			t.Run(kind+" "+name, func(t *testing.T) {
				moved, attack, _ := poisoned(t, spec, add(0.2))
				if moved > 1 {
					t.Errorf("a fifth moves the expected value by %.2f deviations; want at most 1", moved)
				}
				if name == "for hours" && attack <= 1 {
					t.Errorf("after a fifth, another attack scores %.2f; want above 1", attack)
				}
				moved, attack, outage := poisoned(t, spec, add(0.1))
				if moved > 0.5 || attack <= 1 || outage <= 1 {
					t.Errorf("a tenth moves the expected value by %.2f deviations, another attack scores %.2f, an outage %.2f; want at most 0.5, above 1, above 1", moved, attack, outage)
				}
			})
		}
	}
	if moved, _, _ := poisoned(t, `{"model":{"kind":"linear"},"clean":{"outliers":"keep"}}`, scattered(0.2, false)); moved <= 1 {
		t.Errorf("without the robust fit a fifth moves the expected value by %.2f deviations; want a test that can tell", moved)
	}
}
