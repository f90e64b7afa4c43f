package explain_test

import (
	"math"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine/explain"
)

func TestVerdict(t *testing.T) {
	nan := math.NaN()
	tests := []struct {
		name    string
		finding explain.Finding
		want    string
	}{
		{"far above", explain.Finding{Score: 2.34, PointScore: 2.34, Above: true}, "The value is 2.3 times as far above the expected value as where alerts begin."},
		{"absurdly far below", explain.Finding{Score: 1e12, PointScore: 1e12}, "The value is 10000.0 times as far below the expected value as where alerts begin."},
		{"inside", explain.Finding{Score: 0.25, PointScore: 0.25}, "The value is as expected: at 0.3 of the distance where alerts begin."},
		{"outside but too small to count", explain.Finding{Score: 1, PointScore: 3}, "The value is unusual, but the spec says that such a deviation does not count."},
		{"a lasting deviation", explain.Finding{Score: 1.5, PointScore: 0.7, Above: true}, "The values of the last hour lie above what is expected for too long to be chance."},
		{"a leap", explain.Finding{Score: 1.5, PointScore: 0.7, OnsetScore: 1.5}, "The value leapt below the two before it, 1.5 times as far as where alerts begin."},
		{"beyond all seen", explain.Finding{Score: 1.5, PointScore: 0.7, OnsetScore: 0.2, RangeScore: 1.5, Above: true}, "The value lies above all that lasted a quarter of an hour in its history, 1.5 times as far as where alerts begin."},
		{"a standstill", explain.Finding{Score: 1.1, PointScore: 0.1}, "The value has stood still for longer than it ever did in its history."},
		{"missing", explain.Finding{Score: nan, PointScore: nan}, "There is no value to judge."},
		{"excluded", explain.Finding{Score: nan, PointScore: 5, Excluded: true}, "This time is excluded from judgement."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := explain.Verdict(tt.finding); got != tt.want {
				t.Errorf("Verdict(%+v) = %q; want %q", tt.finding, got, tt.want)
			}
		})
	}
}
