package explain_test

import (
	"math"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine/detect"
	"github.com/tidemark/tidemark/pkg/engine/explain"
)

func TestVerdict(t *testing.T) {
	nan := math.NaN()
	tests := []struct {
		name    string
		finding explain.Finding
		want    string
	}{
		{"far above", explain.Finding{Score: 2.34, Reason: detect.ReasonDeviation, Above: true}, "The value lies above the expected value by 2.3 times the limit."},
		{"absurdly far below", explain.Finding{Score: 1e12, Reason: detect.ReasonDeviation}, "The value lies below the expected value by 10000.0 times the limit."},
		{"inside", explain.Finding{Score: 0.25}, "The value is as expected, at 0.3 of its limit."},
		{"outside but too small to count", explain.Finding{Score: 1, Above: true}, "The value is as expected, at 1.0 of its limit."},
		{"an hour above", explain.Finding{Score: 1.5, Reason: detect.ReasonHourlyMean, Above: true}, "The last hour lies above the expected values by 1.5 times the limit of its mean."},
		{"an hour below", explain.Finding{Score: 1.5, Reason: detect.ReasonHourlyMean}, "The last hour lies below the expected values by 1.5 times the limit of its mean."},
		{"a rise", explain.Finding{Score: 1.5, Reason: detect.ReasonSpike, Above: true}, "The value rose at once, by 1.5 times the limit of a spike."},
		{"a fall", explain.Finding{Score: 1.5, Reason: detect.ReasonSpike}, "The value fell at once, by 1.5 times the limit of a spike."},
		{"stuck", explain.Finding{Score: 1.5, Reason: detect.ReasonStuck}, "The value has not changed for 1.5 times as long as it may."},
		{"beyond a bound", explain.Finding{Score: 1.5, Reason: detect.ReasonBounds, Above: true}, "The value lies above the bound that the spec declares."},
		{"missing", explain.Finding{Score: nan}, "There is no value to judge."},
		{"missing, which counts", explain.Finding{Score: 2, Reason: detect.ReasonMissing}, "There is no value, which the spec counts as an anomaly."},
		{"excluded", explain.Finding{Score: nan, Reason: detect.ReasonDeviation, Excluded: true}, "This time is excluded from judgement."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := explain.Verdict(tt.finding); got != tt.want {
				t.Errorf("Verdict(%+v) = %q; want %q", tt.finding, got, tt.want)
			}
		})
	}
}
