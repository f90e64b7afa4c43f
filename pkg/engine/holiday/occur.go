package holiday

import (
	"slices"

	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// The days that holidays are looked for in: 1970 to 2100, as far as time zones are known.
const (
	firstYear = 1970
	lastYear  = 2100
)

// maxEventDays bounds one event's length.
const maxEventDays = 366

// daysOf returns the local days of the spec's zone that the event makes holidays, in any
// order. An event of whole days makes each of them one; of one with times, each day that it
// covers at least half of is one. Dates are taken from left before they are computed.
//
// Errors: spec/bad-calendar.
func (e event) daysOf(own *zone.Zone, left *budget) ([]int64, error) {
	if e.cancelled {
		return nil, nil
	}
	length, err := e.length(own)
	if err != nil {
		return nil, err
	}
	starts, err := e.starts(own, left)
	if err != nil {
		return nil, err
	}
	further := max(length-1, 0) // days beyond the first
	if e.start.timed {
		further = length / zone.DayMs
	}
	if err := left.spend(further * int64(len(starts))); err != nil {
		return nil, err
	}
	var out []int64
	for _, first := range starts {
		if e.start.timed {
			out = appendHalfCovered(out, e.start.onDay(first).instantMs(own), length, own)
			continue
		}
		for day := first; day < first+length; day++ {
			out = append(out, day)
		}
	}
	return out, nil
}

// length returns the event's days, or its milliseconds if it has times.
func (e event) length(own *zone.Zone) (int64, error) {
	length, most := int64(1), int64(maxEventDays)
	switch {
	case e.end != nil && e.end.timed != e.start.timed:
		return 0, badCalendar("a VEVENT's DTSTART and DTEND are not of one kind; want two dates or two times")
	case e.start.timed:
		length, most = max(e.lengthMs, 0), maxEventDays*zone.DayMs
		if e.end != nil {
			length = e.end.instantMs(own) - e.start.instantMs(own)
		}
	case e.end != nil:
		length = e.end.day - e.start.day
	case e.lengthMs >= 0:
		length = e.lengthMs / zone.DayMs
	}
	if length < 0 || length > most {
		return 0, badCalendar("a VEVENT ends before it begins, or lasts longer than a year; want DTEND after DTSTART")
	}
	return length, nil
}

// starts returns the days that the event begins on, within the years that are looked at.
func (e event) starts(own *zone.Zone, left *budget) ([]int64, error) {
	if err := left.spend(int64(1 + len(e.also) + len(e.except))); err != nil {
		return nil, err
	}
	days := []int64{e.start.day}
	if e.rule != nil {
		var err error
		if days, err = e.recurrences(own, left); err != nil {
			return nil, err
		}
	}
	for _, m := range e.also {
		days = append(days, m.day)
	}
	excepted := map[int64]bool{}
	for _, m := range e.except {
		excepted[m.day] = true
	}
	return slices.DeleteFunc(days, func(day int64) bool {
		return day < zone.DayOfDate(firstYear-1, 1, 1) || day >= zone.DayOfDate(lastYear+1, 1, 1) || excepted[day]
	}), nil
}

// recurrences returns the days of the event's rule. Those before the years that are looked
// at count where the rule counts.
func (e event) recurrences(own *zone.Zone, left *budget) ([]int64, error) {
	year, _, _ := zone.DateOfDay(e.start.day)
	if skipped := (firstYear - 1 - year) / e.rule.interval; e.rule.count == 0 && skipped > 0 {
		year += skipped * e.rule.interval
	}
	var out []int64
	for ; year <= lastYear; year += e.rule.interval {
		if err := left.spend(e.rule.datesAYear()); err != nil {
			return nil, err
		}
		for _, day := range e.rule.daysOf(year, e.start.day) {
			if day < e.start.day {
				continue
			}
			if e.isAfterUntil(day, own) {
				return out, nil
			}
			out = append(out, day)
			if int64(len(out)) == e.rule.count {
				return out, nil
			}
		}
	}
	return out, nil
}

func (e event) isAfterUntil(day int64, own *zone.Zone) bool {
	until := e.rule.until
	if until == nil {
		return false
	}
	if e.start.timed && until.timed {
		return e.start.onDay(day).instantMs(own) > until.instantMs(own)
	}
	return day > until.day
}

// appendHalfCovered adds the local days that fromMs ≤ t < fromMs + lengthMs covers at least
// half of; a day that clocks skip has no length and is none.
func appendHalfCovered(days []int64, fromMs, lengthMs int64, z *zone.Zone) []int64 {
	toMs := fromMs + lengthMs
	for day := z.Day(fromMs); day <= z.Day(toMs); day++ {
		start, end := z.StartOfDay(day), z.StartOfDay(day+1)
		if covered := min(end, toMs) - max(start, fromMs); end > start && 2*covered >= end-start {
			days = append(days, day)
		}
	}
	return days
}
