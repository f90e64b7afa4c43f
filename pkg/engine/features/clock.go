package features

import (
	"github.com/tidemark/tidemark/pkg/engine/holiday"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// Clock reads the calendar of stretches of a long series, as they are asked for. It keeps the
// last stretch alone: a calendar of all would be as large as the series. It is not safe for
// concurrent use. Twin: Clock in src/engine/features/clock.ts.
type Clock struct {
	timesMs  []int64
	zone     *zone.Zone
	holidays *holiday.Days
	from, to int // the last stretch
	last     Calendar
}

// NewClock returns a clock of ascending instants, which are kept, not copied; holidays may be
// nil.
func NewClock(timesMs []int64, z *zone.Zone, holidays *holiday.Days) *Clock {
	return &Clock{timesMs: timesMs, zone: z, holidays: holidays}
}

// Between returns the calendar of the instants from ≤ i < to; it shares memory with others
// that the clock returns.
func (c *Clock) Between(from, to int) Calendar {
	if from < c.from || to > c.to {
		c.last = CalendarOf(c.timesMs[from:to], c.zone, c.holidays)
		c.from, c.to = from, to
	}
	return c.last.Slice(from-c.from, to-c.from)
}

// At returns the calendar of the instants at ascending rows; it may share memory as Between's.
func (c *Clock) At(rows []int) Calendar {
	if len(rows) == 0 {
		return Calendar{}
	}
	first, last := rows[0], rows[len(rows)-1]
	stretch := c.Between(first, last+1)
	if last-first == len(rows)-1 {
		return stretch
	}
	within := make([]int, len(rows))
	for i, row := range rows {
		within[i] = row - first
	}
	return stretch.Pick(within)
}
