package clean

import (
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// mondayDay is the day number of the first Monday of 1970, where weeks are counted from.
const mondayDay = 4

// Slots is an even division of time. Slots shorter than a day stand at whole multiples
// of their length since the epoch; slots of whole days begin at local midnight, of whole weeks
// on a Monday, of MonthMs on the first of a month, so with a clock change days last 23 or 25
// hours.
type Slots struct {
	StepMs int64
	zone   *zone.Zone
	days   int64 // of one slot; 0 if it is no whole number of days
	anchor int64 // the day number where slot 0 begins
}

// OfDays says whether slots of a step begin at local midnights.
func OfDays(stepMs int64) bool { return stepMs%zone.DayMs == 0 || stepMs == MonthMs }

// NewSlots divides time into slots of stepMs > 0 in a zone.
func NewSlots(stepMs int64, z *zone.Zone) Slots {
	s := Slots{StepMs: stepMs, zone: z}
	if stepMs%zone.DayMs == 0 {
		s.days = stepMs / zone.DayMs
		if s.days%7 == 0 {
			s.anchor = mondayDay
		}
	}
	return s
}

// Index returns the number of the slot that an instant falls in.
func (s Slots) Index(timeMs int64) int64 {
	if s.StepMs == MonthMs {
		year, month, _ := zone.DateOfDay(s.zone.Day(timeMs))
		return 12*(year-1970) + month - 1
	}
	if s.days == 0 {
		return num.FloorDiv(timeMs, s.StepMs)
	}
	return num.FloorDiv(s.zone.Day(timeMs)-s.anchor, s.days)
}

// TimeMs returns the first instant of a slot.
func (s Slots) TimeMs(index int64) int64 {
	if s.StepMs == MonthMs {
		return s.zone.StartOfDay(zone.DayOfDate(1970+num.FloorDiv(index, 12), num.FloorMod(index, 12)+1, 1))
	}
	if s.days == 0 {
		return index * s.StepMs
	}
	return s.zone.StartOfDay(index*s.days + s.anchor)
}

// Floor returns the first instant of the slot that an instant falls in.
func (s Slots) Floor(timeMs int64) int64 { return s.TimeMs(s.Index(timeMs)) }
