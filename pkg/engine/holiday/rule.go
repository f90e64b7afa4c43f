package holiday

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tidemark/tidemark/pkg/engine/fault"
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
			return nil, badCalendar("RRULE has %q; want FREQ=YEARLY with INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY or BYDAY", fault.Short(part))
		}
	}
	if frequency != "YEARLY" {
		return nil, badCalendar("RRULE has FREQ=%s; want FREQ=YEARLY, since holidays come once a year", fault.Short(frequency))
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
	slices.Sort(out)
	return slices.Compact(out), true
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
		if !slices.Contains(out, w) { // else a list as long as the text would be walked for each date
			out = append(out, w)
		}
	}
	return out, true
}
