package spec

import (
	"regexp"
	"strconv"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// unitMs is the length of each unit of a duration; y is 365 days, as in Prometheus.
var unitMs = map[string]float64{
	"ms": 1, "s": 1e3, "m": 6e4, "h": 3.6e6, "d": 8.64e7, "w": 6.048e8, "y": 3.1536e10,
}

var durationText = regexp.MustCompile(`^([0-9]{1,12})(ms|s|m|h|d|w|y)$`)

// DurationMs reads a duration such as "5m" or "14d": an integer and one unit of
// ms s m h d w y. The result is in milliseconds.
//
// Errors: spec/bad-duration. Twin: durationMs in src/engine/spec/duration.ts.
func DurationMs(text string) (float64, error) {
	parts := durationText.FindStringSubmatch(text)
	if parts == nil {
		return 0, fault.New("spec/bad-duration", "duration %q; want an integer and one unit of ms s m h d w y, such as \"5m\"", fault.Short(text))
	}
	count, _ := strconv.ParseFloat(parts[1], 64) // at most 12 digits: exact
	return num.Mul(count, unitMs[parts[2]]), nil
}

// checkDuration accepts the words of the range, and durations inside it.
func checkDuration(r *durationRange, text, path string) error {
	for _, word := range r.Words {
		if text == word {
			return nil
		}
	}
	ms, err := DurationMs(text)
	if err != nil {
		return fault.New("spec/bad-duration", "spec: %s is %q; want %s", path, fault.Short(text), wantedDuration(r))
	}
	lowest, _ := DurationMs(r.Minimum)
	highest, _ := DurationMs(r.Maximum)
	if ms < lowest || ms > highest {
		return fault.New("spec/out-of-range", "spec: %s is %q; want %s", path, fault.Short(text), wantedDuration(r))
	}
	return nil
}

// wantedDuration says what a field accepts.
func wantedDuration(r *durationRange) string {
	want := "a duration from " + r.Minimum + " to " + r.Maximum
	for _, word := range r.Words {
		want += " or " + strconv.Quote(word)
	}
	return want
}
