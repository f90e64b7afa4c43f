package features

import (
	"testing"

	"github.com/tidemark/tidemark/pkg/engine/series"
)

func TestWidthIsThatOfTheColumns(t *testing.T) {
	full := DesignSpec{
		Day: 8, Week: 3, Year: 2, Weekend: 6, Holiday: 0, Cycles: []Cycle{{PeriodMs: 3_600_000, Pairs: 2}}, Slope: true, Steps: []int64{1, 2},
		Regressors: []Input{{Name: "load", Kind: series.Number}, {Name: "zone", Kind: series.Category, Labels: []string{"a", "b"}}, {Name: "gone", Unused: true}},
	}
	for _, r := range []DesignSpec{full, {Weekend: -1, Holiday: -1}} {
		if got, want := r.width(), len(r.Columns()); got != want {
			t.Errorf("width() = %d; want %d, as Columns lists", got, want)
		}
	}
}
