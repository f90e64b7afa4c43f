// Package clean makes an even grid of raw samples.
// Stage: query → **clean** → features. Twin: src/engine/clean. Numbers: spec/vectors/clean.
package clean

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/series"
	"github.com/tidemark/tidemark/pkg/engine/spec"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// Grid is an even series. All slices have shape [n]. TimesMs holds the first instant of
// each slot: TimesMs[0] + i·StepMs, but for slots of whole days the local midnights.
// EndMs is the first instant after the last slot, 0 without slots.
// NaN in Values means "missing". Excluded marks slots that are neither learnt from nor judged.
type Grid struct {
	StepMs   int64
	TimesMs  []int64
	EndMs    int64
	Values   []float64
	Excluded []bool
}

// Options say which part of the data a grid covers.
type Options struct {
	// Bounded says whether only samples from FromMs to ToMs are read, both included. The
	// grid then goes on to ToMs with missing slots.
	Bounded      bool
	FromMs, ToMs int64
	// StepMs is the step that the caller asked upstream for; 0 if none. It decides where
	// the spec says auto.
	StepMs int64
	// MaxPoints bounds the slots of the grid; 0 means MaxPoints below.
	MaxPoints int
}

// MaxPoints is the most slots that a grid may have: four years of minutes.
const MaxPoints = 1 << 21

// Step returns the step of the grid that RegularGrid would make, in milliseconds.
//
// Errors: clean/bad-time, clean/unequal-lengths.
func Step(raw series.Series, s spec.Spec, stepMs int64) (int64, error) {
	ordered, err := order(raw)
	if err != nil {
		return 0, err
	}
	return stepOf(ordered, s, stepMs), nil
}

func stepOf(ordered series.Series, s spec.Spec, stepMs int64) int64 {
	if s.Grid.Step != "auto" {
		return StepMs(s.Grid.Step)
	}
	if stepMs > 0 {
		return stepMs
	}
	return medianStep(ordered.TimesMs)
}

// RegularGrid sorts the samples, drops duplicate stamps (the last wins), snaps them to
// slots by grid.aggregate, fills missing slots by clean.missing and marks train.exclude.
// It does not change its input. Without samples the grid has no slots.
//
// Errors: clean/bad-time, clean/unequal-lengths, clean/too-many-points,
// spec/unknown-timezone. Twin: regularGrid in src/engine/clean/grid.ts.
func RegularGrid(raw series.Series, s spec.Spec, o Options) (Grid, error) {
	ordered, err := order(raw)
	if err != nil {
		return Grid{}, err
	}
	z, err := zone.Load(s.Features.Timezone)
	if err != nil {
		return Grid{}, err
	}
	slots := NewSlots(stepOf(ordered, s, o.StepMs), z)
	ordered.TimesMs = atLocalDates(ordered.TimesMs, slots.StepMs, z)
	part := between(ordered, o)
	grid := Grid{StepMs: slots.StepMs}
	if len(part.TimesMs) == 0 {
		return grid, nil
	}
	first, last := slots.Index(part.TimesMs[0]), slots.Index(part.TimesMs[len(part.TimesMs)-1])
	if o.Bounded {
		last = slots.Index(o.ToMs)
	}
	limit := o.MaxPoints
	if limit == 0 {
		limit = MaxPoints
	}
	if last-first >= int64(limit) {
		return Grid{}, fault.New("clean/too-many-points", "clean: %d slots of %d ms; want at most %d. Choose a longer grid.step or a shorter range, and look for a stray stamp.", last-first+1, slots.StepMs, limit)
	}
	grid.lay(slots, first, last)
	grid.snap(slots, part, s.Grid.Aggregate)
	grid.fill(s.Clean.Missing)
	grid.exclude(s.Train.Exclude)
	return grid, nil
}

// between returns the samples from o.FromMs to o.ToMs, both included.
func between(s series.Series, o Options) series.Series {
	if !o.Bounded {
		return s
	}
	from, to := 0, len(s.TimesMs)
	for from < to && s.TimesMs[from] < o.FromMs {
		from++
	}
	for to > from && s.TimesMs[to-1] > o.ToMs {
		to--
	}
	return series.Series{TimesMs: s.TimesMs[from:to], Values: s.Values[from:to]}
}

// lay makes the empty slots first … last.
func (g *Grid) lay(slots Slots, first, last int64) {
	n := int(last - first + 1)
	g.TimesMs, g.Values, g.Excluded = make([]int64, n), make([]float64, n), make([]bool, n)
	for i := range g.TimesMs {
		g.TimesMs[i] = slots.TimeMs(first + int64(i))
		g.Values[i] = math.NaN()
	}
	g.EndMs = slots.TimeMs(last + 1)
}

// end returns the first instant after slot i: not always TimesMs[i] + StepMs, since days
// may have 25 hours.
func (g *Grid) end(i int) int64 {
	if i+1 < len(g.TimesMs) {
		return g.TimesMs[i+1]
	}
	return g.EndMs
}

// snap gives each slot the aggregate of its finite samples.
func (g *Grid) snap(slots Slots, s series.Series, how string) {
	first := slots.Index(g.TimesMs[0])
	var samples []float64
	for i := 0; i < len(s.TimesMs); {
		slot := slots.Index(s.TimesMs[i])
		samples = samples[:0]
		for ; i < len(s.TimesMs) && slots.Index(s.TimesMs[i]) == slot; i++ {
			if finite(s.Values[i]) {
				samples = append(samples, s.Values[i])
			}
		}
		if len(samples) > 0 {
			g.Values[slot-first] = aggregate(how, samples)
		}
	}
}
