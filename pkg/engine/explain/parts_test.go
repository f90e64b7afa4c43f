package explain_test

import (
	"math"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine/explain"
)

func TestFinite(t *testing.T) {
	inf, most := math.Inf(1), math.MaxFloat64
	tests := []struct {
		name  string
		parts explain.Parts
		want  bool
	}{
		{"numbers", explain.Parts{Level: 1, Trend: -2, Season: most, Calendar: 0, Regressors: []explain.Effect{{Value: -most}}}, true},
		{"no number", explain.Parts{Level: 1, Season: math.NaN()}, false},
		{"one way and the other", explain.Parts{Level: inf, Trend: -inf}, false},
		{"a regressor beyond all numbers", explain.Parts{Regressors: []explain.Effect{{Value: 1}, {Value: -inf}}}, false},
		{"a sum beyond all numbers", explain.Parts{Level: most, Calendar: most}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.parts.Finite(); got != tt.want {
				t.Errorf("%+v.Finite() = %v; want %v", tt.parts, got, tt.want)
			}
		})
	}
}
