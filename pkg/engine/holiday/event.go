package holiday

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// event is one VEVENT.
type event struct {
	start     *moment
	end       *moment // exclusive
	lengthMs  int64   // DURATION, where there is no end; −1 without
	rule      *rule
	except    []moment
	also      []moment
	cancelled bool
}

// maxZones bounds the time zones that a text names: browsers tell clock changes slowly,
// 0.2 s for all of a zone's.
const maxZones = 8

// eventsOf reads the VEVENTs of a text; what else a calendar holds is passed over.
//
// Errors: spec/bad-calendar. Source: RFC 5545.
func eventsOf(text string) ([]event, error) {
	lines, err := linesOf(text)
	if err != nil {
		return nil, err
	}
	var events []event
	var open []string
	zones := map[string]bool{}
	for _, l := range lines {
		switch inside := len(open) > 0 && open[len(open)-1] == "VEVENT"; {
		case l.name == "BEGIN":
			if l.value == "VEVENT" && slices.Contains(open, "VEVENT") {
				return nil, badCalendar("a VEVENT stands within another; want each closed by its END")
			}
			open = append(open, l.value)
			if l.value == "VEVENT" {
				events = append(events, event{lengthMs: -1})
			}
		case l.name == "END":
			if len(open) == 0 || open[len(open)-1] != l.value {
				return nil, badCalendar("END:%s closes nothing; want each BEGIN closed by its END", fault.Short(l.value))
			}
			open = open[:len(open)-1]
			if inside && events[len(events)-1].start == nil {
				return nil, badCalendar("a VEVENT has no DTSTART; want the day that it begins on")
			}
		case inside:
			if l.zone != "" {
				zones[l.zone] = true
			}
			if len(zones) > maxZones {
				return nil, badCalendar("its events name more than %d time zones; want fewer, or whole days", maxZones)
			}
			if err := events[len(events)-1].take(l); err != nil {
				return nil, err
			}
		}
	}
	if len(open) > 0 {
		return nil, badCalendar("BEGIN:%s is not closed; want the whole text of the calendar", fault.Short(open[0]))
	}
	if text != "" && len(events) == 0 {
		return nil, badCalendar("there is no VEVENT in it; want one for each holiday")
	}
	return events, nil
}

// take reads one property of the event; those that say nothing of its days are passed over.
func (e *event) take(l line) error {
	var err error
	switch l.name {
	case "DTSTART":
		e.start = &moment{}
		*e.start, err = momentOf(l.name, l.value, l.zone)
	case "DTEND":
		e.end = &moment{}
		*e.end, err = momentOf(l.name, l.value, l.zone)
	case "DURATION":
		e.lengthMs, err = lengthOf(l.value)
	case "RRULE":
		if e.rule != nil {
			return badCalendar("a VEVENT has two RRULEs; want one")
		}
		e.rule, err = ruleOf(l)
	case "EXDATE", "RDATE":
		var days []moment
		if days, err = momentsOf(l); l.name == "EXDATE" {
			e.except = append(e.except, days...)
		} else {
			e.also = append(e.also, days...)
		}
	case "STATUS":
		e.cancelled = l.value == "CANCELLED"
	case "RECURRENCE-ID", "EXRULE":
		return badCalendar("a VEVENT has %s, which is not read; want EXDATE, and a VEVENT of its own for a day that moved", l.name)
	}
	return err
}

var durationText = regexp.MustCompile(`^\+?P(?:([0-9]{1,3})W|(?:([0-9]{1,3})D)?(?:T(?:([0-9]{1,4})H)?(?:([0-9]{1,4})M)?(?:([0-9]{1,4})S)?)?)$`)

// lengthOf reads a DURATION as milliseconds, its days 24 hours long.
func lengthOf(text string) (int64, error) {
	parts := durationText.FindStringSubmatch(text)
	if parts == nil {
		return 0, badCalendar("DURATION is %q; want one such as P1D or PT12H", fault.Short(text))
	}
	field := func(i int) int64 { n, _ := strconv.ParseInt(parts[i], 10, 64); return n } // "" is 0
	return (field(1)*7+field(2))*zone.DayMs + ((field(3)*60+field(4))*60+field(5))*1000, nil
}
