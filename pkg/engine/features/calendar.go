// Package features turns instants and regressors into the columns of a design matrix.
// Stage: clean → **features** → fit. Twin: src/engine/features. Numbers: spec/vectors/features.
package features

import (
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

const weekMs = 7 * zone.DayMs

// mondayMs is the first Monday of 1970 on the wall clock, where weeks are counted from.
const mondayMs = 4 * zone.DayMs

// Calendar holds where instants fall in their local day and week. All have shape [n].
type Calendar struct {
	TimesMs []int64
	DayMs   []int64 // wall clock since local midnight, 0 … 86,399,999
	WeekMs  []int64 // wall clock since Monday's midnight
	Weekend []bool  // Saturday or Sunday
}

// CalendarOf reads the wall clock of a zone, so that 9 o'clock stays 9 o'clock when the
// clocks change. timesMs is kept, not copied.
func CalendarOf(timesMs []int64, z *zone.Zone) Calendar {
	n := len(timesMs)
	c := Calendar{TimesMs: timesMs, DayMs: make([]int64, n), WeekMs: make([]int64, n), Weekend: make([]bool, n)}
	for i, t := range timesMs {
		local := z.LocalMs(t)
		c.DayMs[i] = num.FloorMod(local, zone.DayMs)
		c.WeekMs[i] = num.FloorMod(local-mondayMs, weekMs)
		c.Weekend[i] = c.WeekMs[i] >= 5*zone.DayMs
	}
	return c
}

// Slice returns the part from ≤ i < to; it shares memory.
func (c Calendar) Slice(from, to int) Calendar {
	return Calendar{TimesMs: c.TimesMs[from:to], DayMs: c.DayMs[from:to], WeekMs: c.WeekMs[from:to], Weekend: c.Weekend[from:to]}
}

// Pick returns the instants at rows, in their order.
func (c Calendar) Pick(rows []int) Calendar {
	n := len(rows)
	out := Calendar{TimesMs: make([]int64, n), DayMs: make([]int64, n), WeekMs: make([]int64, n), Weekend: make([]bool, n)}
	for i, row := range rows {
		out.TimesMs[i], out.DayMs[i], out.WeekMs[i], out.Weekend[i] = c.TimesMs[row], c.DayMs[row], c.WeekMs[row], c.Weekend[row]
	}
	return out
}
