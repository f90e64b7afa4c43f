package fit

import (
	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// Sample is the history that a model learns from: the slots before the cut that have a
// value and every regressor, in the order of time. All have shape [n].
type Sample struct {
	StepMs     int64
	Calendar   features.Calendar
	Values     []float64 // finite, in the history's unit
	Covariates []clean.Covariate
	Scratch    *features.Scratch // for the design; may be nil
}

// Out-of-fold fits leave out one of folds parts of the history. A fold is made of blocks
// a quarter of a day long, so that neighbours in time, which are alike, are left out
// together, and every fold sees every hour of the day and day of the week.
const (
	folds       = 5
	foldBlockMs = zone.DayMs / 4
	minBlocks   = 10 // of a history: a short one has shorter blocks
	minOutside  = 6  // rows that a fit without a fold needs
)

// block is rows from ≤ i < to of one fold.
type block struct{ from, to, fold int }

// blocks cuts the sample's rows into the blocks of its folds.
func (s Sample) blocks() []block {
	n := len(s.Values)
	first := s.Calendar.TimesMs[0]
	span := s.Calendar.TimesMs[n-1] - first + s.StepMs
	length := min(int64(foldBlockMs), max(s.StepMs, span/minBlocks))
	var out []block
	for i := 0; i < n; {
		number := (s.Calendar.TimesMs[i] - first) / length
		from := i
		for i < n && (s.Calendar.TimesMs[i]-first)/length == number {
			i++
		}
		out = append(out, block{from: from, to: i, fold: int(number % folds)})
	}
	return out
}

// outside returns the rows of all folds but one.
func outside(blocks []block, fold int) []int32 {
	var rows []int32
	for _, b := range blocks {
		for i := b.from; b.fold != fold && i < b.to; i++ {
			rows = append(rows, int32(i))
		}
	}
	return rows
}

// inside returns the rows of a fold.
func inside(blocks []block, fold int) []int32 {
	var rows []int32
	for _, b := range blocks {
		for i := b.from; b.fold == fold && i < b.to; i++ {
			rows = append(rows, int32(i))
		}
	}
	return rows
}
