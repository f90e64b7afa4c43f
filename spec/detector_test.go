package spec_test

import (
	"encoding/json"
	"testing"

	"github.com/tidemark/tidemark/spec"
)

// maxConstants is how many tuned numbers may stand between a residual and its score.
const maxConstants = 20

// TestDetectorConstants holds spec/detector.json to its promise: few constants, each with its
// meaning, its unit, and the range over which the figures hold, in which it lies.
func TestDetectorConstants(t *testing.T) {
	var entries map[string]struct {
		Value         *float64
		Unit, Meaning string
		Range         []float64
	}
	if err := json.Unmarshal(spec.Detector, &entries); err != nil {
		t.Fatal(err)
	}
	if len(entries) == 0 || len(entries) > maxConstants {
		t.Errorf("%d constants; want 1 to %d", len(entries), maxConstants)
	}
	for name, entry := range entries {
		if entry.Value == nil || entry.Unit == "" || entry.Meaning == "" {
			t.Errorf("%s: want a value, a unit and a meaning", name)
			continue
		}
		if r := entry.Range; len(r) != 2 || *entry.Value < r[0] || *entry.Value > r[1] {
			t.Errorf("%s: value %g, range %v; want the value in a range of two ends, which accuracy --choose writes", name, *entry.Value, r)
		}
	}
}
