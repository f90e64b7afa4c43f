package holiday

import "github.com/tidemark/tidemark/pkg/engine/zone"

// The days that holidays are looked for in: 1970 to 2100, as far as time zones are known.
const (
	firstYear = 1970
	lastYear  = 2100
)

// Bounds on what a text may ask for, so that none takes long.
const (
	mostDays      = 20_000
	mostEventDays = 366
)

// daysOf returns the local days of the spec's zone that the event makes holidays, in any
// order. An event of whole days makes each of them one; of one with times, each day that it
// covers at least half of is one.
//
// Errors: spec/bad-calendar.
func (e event) daysOf(own *zone.Zone) ([]int64, error) {
	if e.cancelled {
		return nil, nil
	}
	length, err := e.length(own)
	if err != nil {
		return nil, err
	}
	var out []int64
	for _, first := range e.starts(own) {
		if e.start.timed {
			out = appendHalfCovered(out, e.start.onDay(first).instantMs(own), length, own)
		} else {
			for day := first; day < first+length; day++ {
				out = append(out, day)
			}
		}
		if len(out) > mostDays {
			return nil, badCalendar("a VEVENT falls on more than %d days; want a shorter one, or one with UNTIL", mostDays)
		}
	}
	return out, nil
}

// length returns the event's days, or its milliseconds if it has times.
func (e event) length(own *zone.Zone) (int64, error) {
	length, most := int64(1), int64(mostEventDays)
	switch {
	case e.end != nil && e.end.timed != e.start.timed:
		return 0, badCalendar("a VEVENT's DTSTART and DTEND are not of one kind; want two dates or two times")
	case e.start.timed:
		length, most = max(e.lengthMs, 0), mostEventDays*zone.DayMs
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
func (e event) starts(own *zone.Zone) []int64 {
	days := []int64{e.start.day}
	if e.rule != nil {
		days = e.recurrences(own)
	}
	for _, m := range e.also {
		days = append(days, m.day)
	}
	var out []int64
	for _, day := range days {
		if day >= zone.DayOfDate(firstYear-1, 1, 1) && day < zone.DayOfDate(lastYear+1, 1, 1) && !e.isExcepted(day) {
			out = append(out, day)
		}
	}
	return out
}

func (e event) isExcepted(day int64) bool {
	for _, m := range e.except {
		if m.day == day {
			return true
		}
	}
	return false
}

// recurrences returns the days of the event's rule. Those before the years that are looked
// at count where the rule counts.
func (e event) recurrences(own *zone.Zone) []int64 {
	year, _, _ := zone.DateOfDay(e.start.day)
	if skipped := (firstYear - 1 - year) / e.rule.interval; e.rule.count == 0 && skipped > 0 {
		year += skipped * e.rule.interval
	}
	var out []int64
	for ; year <= lastYear; year += e.rule.interval {
		for _, day := range e.rule.daysOf(year, e.start.day) {
			if day < e.start.day {
				continue
			}
			if e.isAfterUntil(day, own) {
				return out
			}
			out = append(out, day)
			if int64(len(out)) == e.rule.count {
				return out
			}
		}
	}
	return out
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
