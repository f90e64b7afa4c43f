// Package features turns instants and regressors into the columns of a design matrix.
// Stage: clean → **features** → fit. Twin: src/engine/features. Numbers: spec/vectors/features.
package features

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/holiday"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

const weekMs = 7 * zone.DayMs

// mondayMs is the first Monday of 1970 on the wall clock, where weeks are counted from.
const mondayMs = 4 * zone.DayMs

// Calendar holds where instants fall in their local day and week. All have shape [n].
type Calendar struct {
	TimesMs []int64
	Day     []int32 // number of the local day, 1970-01-01 is 0
	DayMs   []int32 // wall clock since local midnight, 0 … 86,399,999
	WeekMs  []int32 // wall clock since Monday's midnight, or that of the day from which WeekFrom counts
	Weekend []bool  // the last two days of the week
	Holiday []bool  // WeekMs and Weekend are then of the day that it is kept like
}

// CalendarOf reads the wall clock of a zone, so that 9 o'clock stays 9 o'clock when the
// clocks change; of a holiday, with the week of the day that it is kept like. timesMs is
// kept, not copied; holidays may be nil.
func CalendarOf(timesMs []int64, z *zone.Zone, holidays *holiday.Days) Calendar {
	c := blankCalendar(len(timesMs))
	c.TimesMs = timesMs
	day, like, kept := int64(math.MinInt64), int64(0), false
	for i, t := range timesMs {
		local := z.LocalMs(t)
		c.DayMs[i] = int32(num.FloorMod(local, zone.DayMs))
		c.WeekMs[i] = int32(num.FloorMod(local-mondayMs, weekMs))
		if number := num.FloorDiv(local, zone.DayMs); number != day {
			day = number
			like, kept = holidays.Like(day)
		}
		c.Day[i] = int32(day)
		if c.Holiday[i] = kept; kept {
			c.WeekMs[i] = int32(like*zone.DayMs) + c.DayMs[i]
		}
		c.Weekend[i] = c.WeekMs[i] >= 5*zone.DayMs
	}
	return c
}

func blankCalendar(n int) Calendar {
	return Calendar{
		TimesMs: make([]int64, n), Day: make([]int32, n), DayMs: make([]int32, n), WeekMs: make([]int32, n),
		Weekend: make([]bool, n), Holiday: make([]bool, n),
	}
}

// Slice returns the part from ≤ i < to; it shares memory.
func (c Calendar) Slice(from, to int) Calendar {
	return Calendar{
		TimesMs: c.TimesMs[from:to], DayMs: c.DayMs[from:to], WeekMs: c.WeekMs[from:to], Weekend: c.Weekend[from:to],
		Holiday: c.Holiday[from:to], Day: c.Day[from:to],
	}
}

// Pick returns the instants at rows, in their order.
func (c Calendar) Pick(rows []int) Calendar {
	out := blankCalendar(len(rows))
	for i, row := range rows {
		out.TimesMs[i], out.DayMs[i], out.WeekMs[i], out.Weekend[i] = c.TimesMs[row], c.DayMs[row], c.WeekMs[row], c.Weekend[row]
		out.Holiday[i], out.Day[i] = c.Holiday[row], c.Day[row]
	}
	return out
}
