package holiday

import (
	"slices"

	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// period is a month, or a year, in which a rule counts days of the week.
type period struct{ start, length int64 } // the first day's number, days

// datesAYear bounds the dates that daysOf looks at, so that they can be paid for before.
func (r *rule) datesAYear() int64 {
	months, weeks := int64(len(r.months)), int64(5)
	if len(r.weekdays) == 0 {
		if months == 0 && len(r.monthDays) > 0 {
			months = 12
		}
		return max(months, 1) * max(int64(len(r.monthDays)), 1)
	}
	if months == 0 {
		months, weeks = 1, 53
	}
	total := int64(0)
	for _, w := range r.weekdays {
		if w.ordinal == 0 {
			total += months * weeks
		} else {
			total += months
		}
	}
	return total
}

// daysOf returns the days of a year that the rule names, ascending; first is the day that
// the event begins on, whose month and day stand in where the rule has none.
func (r *rule) daysOf(year, first int64) []int64 {
	var out []int64
	if len(r.weekdays) > 0 {
		out = r.weekdaysIn(year)
	} else {
		out = r.monthDaysIn(year, first)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (r *rule) monthDaysIn(year, first int64) []int64 {
	_, month, day := zone.DateOfDay(first)
	months, monthDays := r.months, r.monthDays
	switch {
	case len(monthDays) == 0 && len(months) == 0:
		months, monthDays = []int64{month}, []int64{day}
	case len(monthDays) == 0:
		monthDays = []int64{day}
	case len(months) == 0:
		months = everyMonth
	}
	var out []int64
	for _, m := range months {
		length := zone.DaysIn(year, m)
		for _, d := range monthDays {
			if d < 0 {
				d += length + 1
			}
			if d >= 1 && d <= length {
				out = append(out, zone.DayOfDate(year, m, d))
			}
		}
	}
	return out
}

var everyMonth = []int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}

func (r *rule) weekdaysIn(year int64) []int64 {
	var out []int64
	for _, p := range r.periods(year) {
		for _, w := range r.weekdays {
			for _, day := range w.daysIn(p) {
				if len(r.monthDays) == 0 || r.isMonthDay(day) {
					out = append(out, day)
				}
			}
		}
	}
	return out
}

func (r *rule) periods(year int64) []period {
	if len(r.months) == 0 {
		start := zone.DayOfDate(year, 1, 1)
		return []period{{start, zone.DayOfDate(year+1, 1, 1) - start}}
	}
	var out []period
	for _, m := range r.months {
		out = append(out, period{zone.DayOfDate(year, m, 1), zone.DaysIn(year, m)})
	}
	return out
}

// daysIn returns the period's days that are this day of the week.
func (w weekday) daysIn(p period) []int64 {
	var all []int64
	for at := (w.day - zone.WeekdayOf(p.start) + 7) % 7; at < p.length; at += 7 {
		all = append(all, p.start+at)
	}
	n := int64(len(all))
	switch {
	case w.ordinal == 0:
		return all
	case w.ordinal > 0 && w.ordinal <= n:
		return all[w.ordinal-1 : w.ordinal]
	case w.ordinal < 0 && -w.ordinal <= n:
		return all[n+w.ordinal : n+w.ordinal+1]
	}
	return nil
}

func (r *rule) isMonthDay(day int64) bool {
	year, month, d := zone.DateOfDay(day)
	return slices.Contains(r.monthDays, d) || slices.Contains(r.monthDays, d-zone.DaysIn(year, month)-1)
}
