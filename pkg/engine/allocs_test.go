package engine_test

import (
	"context"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/clean"
)

// TestScoringAllocatesNothingPerPoint counts the allocations of verdicts on few and on many
// points: the lists that hold them are allocated once each, however long.
func TestScoringAllocatesNothingPerPoint(t *testing.T) {
	const stepMs, startMs = 300_000, 1_767_571_200_000
	for _, kind := range []string{"seasonal", "linear", "boosted"} {
		s, _, err := engine.ParseSpec([]byte(`{"model":{"kind":"` + kind + `"}}`))
		if err != nil {
			t.Fatal(err)
		}
		gridOf := func(points int) engine.Grid {
			raw := engine.Series{TimesMs: make([]int64, points), Values: make([]float64, points)}
			for i := range points {
				raw.TimesMs[i], raw.Values[i] = startMs+int64(i)*stepMs, float64(100+i%288/12+i*i%7)
			}
			grid, err := engine.RegularGrid(raw, s, clean.Options{StepMs: stepMs})
			if err != nil {
				t.Fatal(err)
			}
			return grid
		}
		m, err := engine.Train(context.Background(), gridOf(4032), s, startMs+4032*stepMs, nil)
		if err != nil {
			t.Fatal(err)
		}
		allocations := func(points int) float64 {
			grid := gridOf(points)
			return testing.AllocsPerRun(3, func() {
				if _, err := engine.Apply(context.Background(), m, grid, startMs, startMs+int64(points)*stepMs, s, nil); err != nil {
					t.Fatal(err)
				}
			})
		}
		few, many := allocations(2000), allocations(20_000)
		if more := many - few; more > (20_000-2_000)/100 { // a model predicts 2,048 rows at once, by a few lists each
			t.Errorf("%s: %v allocations for 2,000 points, %v for 20,000; want hardly more", kind, few, many)
		}
		t.Logf("%s: %v allocations for 2,000 points, %v for 20,000", kind, few, many)
	}
}
