package holiday

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// rule is a yearly recurrence.
type rule struct {
	interval  int64
	count     int64 // 0: without end
	until     *moment
	months    []int64
	monthDays []int64 // negative ones count from the month's end
	weekdays  []weekday
}

// weekday is a day of the week, Monday 0; ordinal 2 is the second of the month (of the year
// without BYMONTH), −1 the last, 0 every.
type weekday struct{ ordinal, day int64 }

var (
	weekdayNames = []string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}
	weekdayText  = regexp.MustCompile(`^([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)$`)
	wholeNumber  = regexp.MustCompile(`^[+-]?[0-9]{1,4}$`)
)

// ruleOf reads an RRULE.
//
// Errors: spec/bad-calendar. Source: RFC 5545, section 3.3.10.
func ruleOf(l line) (*rule, error) {
	r := &rule{interval: 1}
	frequency := ""
	for _, part := range strings.Split(l.value, ";") {
		key, value, _ := strings.Cut(part, "=")
		ok := true
		switch key {
		case "FREQ":
			frequency = value
		case "INTERVAL":
			r.interval, ok = numberIn(value, 1, 1000)
		case "COUNT":
			r.count, ok = numberIn(value, 1, 1000)
		case "UNTIL":
			until, err := momentOf("UNTIL", value, l.zone)
			if err != nil {
				return nil, err
			}
			r.until = &until
		case "BYMONTH":
			r.months, ok = numbersIn(value, 1, 12)
		case "BYMONTHDAY":
			r.monthDays, ok = numbersIn(value, -31, 31)
		case "BYDAY":
			r.weekdays, ok = weekdaysOf(value)
		case "WKST", "": // of no effect on a yearly rule of days
		default:
			ok = false
		}
		if !ok {
			return nil, badCalendar("RRULE has %q; want FREQ=YEARLY with INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY or BYDAY", short(part))
		}
	}
	if frequency != "YEARLY" {
		return nil, badCalendar("RRULE has FREQ=%s; want FREQ=YEARLY, since holidays come once a year", short(frequency))
	}
	return r, nil
}

func numberIn(text string, least, most int64) (int64, bool) {
	if !wholeNumber.MatchString(text) {
		return 0, false
	}
	n, _ := strconv.ParseInt(text, 10, 64)
	return n, n >= least && n <= most && n != 0
}

func numbersIn(text string, least, most int64) ([]int64, bool) {
	var out []int64
	for _, item := range strings.Split(text, ",") {
		n, ok := numberIn(item, least, most)
		if !ok {
			return nil, false
		}
		out = append(out, n)
	}
	return out, true
}

func weekdaysOf(text string) ([]weekday, bool) {
	var out []weekday
	for _, item := range strings.Split(text, ",") {
		parts := weekdayText.FindStringSubmatch(item)
		if parts == nil {
			return nil, false
		}
		w := weekday{}
		if parts[1] != "" {
			n, ok := numberIn(parts[1], -53, 53)
			if !ok {
				return nil, false
			}
			w.ordinal = n
		}
		for weekdayNames[w.day] != parts[2] {
			w.day++
		}
		out = append(out, w)
	}
	return out, true
}

// daysOf returns the days of a year that the rule names, ascending; first is the day that
// the event begins on, whose month and day stand in where the rule has none.
func (r *rule) daysOf(year, first int64) []int64 {
	_, month, day := zone.DateOfDay(first)
	months, monthDays := r.months, r.monthDays
	if len(monthDays) == 0 && len(r.weekdays) == 0 {
		monthDays = []int64{day}
		if len(months) == 0 {
			months = []int64{month}
		}
	}
	var out []int64
	for m := int64(1); m <= 12; m++ {
		if len(months) > 0 && !has(months, m) {
			continue
		}
		length := zone.DaysIn(year, m)
		for d := int64(1); d <= length; d++ {
			if len(monthDays) > 0 && !has(monthDays, d) && !has(monthDays, d-length-1) {
				continue
			}
			if number := zone.DayOfDate(year, m, d); len(r.weekdays) == 0 || r.onWeekday(number, year, m, d, length) {
				out = append(out, number)
			}
		}
	}
	return out
}

// onWeekday says whether a day is one of BYDAY's.
func (r *rule) onWeekday(number, year, month, day, monthLength int64) bool {
	at, length := day, monthLength // in the month, else in the year
	if len(r.months) == 0 {
		start := zone.DayOfDate(year, 1, 1)
		at, length = number-start+1, zone.DayOfDate(year+1, 1, 1)-start
	}
	for _, w := range r.weekdays {
		if w.day != zone.WeekdayOf(number) {
			continue
		}
		fromStart, fromEnd := (at-1)/7+1, -((length-at)/7 + 1)
		if w.ordinal == 0 || w.ordinal == fromStart || w.ordinal == fromEnd {
			return true
		}
	}
	return false
}

func has(numbers []int64, n int64) bool {
	for _, candidate := range numbers {
		if candidate == n {
			return true
		}
	}
	return false
}
