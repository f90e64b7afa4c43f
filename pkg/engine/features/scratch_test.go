package features_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// halfHours returns four days' worth of instants, weekend and Monday among them.
func halfHours() []int64 {
	times := make([]int64, 192)
	for i := range times {
		times[i] = 1_767_225_600_000 + int64(i)*1_800_000 // Thursday, 1 January 2026
	}
	return times
}

func TestDesignInUsedMemoryIsAsInNew(t *testing.T) {
	z, err := zone.Load("UTC")
	if err != nil {
		t.Fatal(err)
	}
	calendar := features.CalendarOf(halfHours(), z, nil)
	designSpec := features.DesignSpec{Day: 2, Weekend: 1, Holiday: -1, Steps: []int64{calendar.TimesMs[100]}}
	want := designSpec.Design(context.Background(), calendar, nil, nil)
	used := slices.Repeat([]float64{math.NaN()}, 2*len(want.Data))
	scratch := &features.Scratch{}
	scratch.Leave(features.Matrix{Data: used})
	got := designSpec.Design(context.Background(), calendar, nil, scratch)
	if !slices.Equal(got.Data, want.Data) || &got.Data[0] != &used[0] {
		t.Errorf("Design in used memory = %v; want %v, there", got.Data, want.Data)
	}
}

func TestClockReadsRowsAsTheWholeCalendarDoes(t *testing.T) {
	z, err := zone.Load("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	times := halfHours()
	whole, clock := features.CalendarOf(times, z, nil), features.NewClock(times, z, nil)
	for _, rows := range [][]int{{}, {3, 4, 5}, {3, 50, 51, 190}, {0, 1}, {60, 62}} {
		got, want := clock.At(rows), whole.Pick(rows)
		if !slices.Equal(got.TimesMs, want.TimesMs) || !slices.Equal(got.DayMs, want.DayMs) || !slices.Equal(got.WeekMs, want.WeekMs) || !slices.Equal(got.Weekend, want.Weekend) {
			t.Errorf("At(%v) = %v; want %v", rows, got, want)
		}
	}
}
