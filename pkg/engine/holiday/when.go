package holiday

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// moment is a date, or a time on the wall of a zone.
type moment struct {
	day   int64 // number of the date
	timed bool
	dayMs int64      // wall clock since midnight
	zone  *zone.Zone // nil for the spec's own
}

var momentText = regexp.MustCompile(`^([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?$`)

// earliestYear bounds how far a rule has to count.
const earliestYear = 1600

// momentOf reads a DATE or DATE-TIME.
//
// Errors: spec/bad-calendar. Source: RFC 5545, sections 3.3.4 and 3.3.5.
func momentOf(name, text, zoneName string) (moment, error) {
	parts := momentText.FindStringSubmatch(text)
	if parts == nil {
		return moment{}, badCalendar("%s is %q; want a date such as 20261225, or a time such as 20261225T090000", name, fault.Short(text))
	}
	field := func(i int) int64 { n, _ := strconv.ParseInt(parts[i], 10, 64); return n } // "" is 0
	year, month, day := field(1), field(2), field(3)
	hour, minute, second := field(4), field(5), field(6)
	if year < earliestYear || month < 1 || month > 12 || day < 1 || day > zone.DaysIn(year, month) || hour > 23 || minute > 59 || second > 59 {
		return moment{}, badCalendar("%s is %q, which no calendar has or is before %d; want a date that exists", name, text, earliestYear)
	}
	m := moment{day: zone.DayOfDate(year, month, day)}
	if parts[4] == "" {
		return m, nil
	}
	m.timed, m.dayMs = true, ((hour*60+minute)*60+second)*1000
	if parts[7] == "Z" {
		zoneName = "UTC"
	}
	if zoneName == "" {
		return m, nil
	}
	var err error
	if m.zone, err = zone.Load(zoneName); err != nil {
		return moment{}, badCalendar("%s has TZID %q; want an IANA name such as Europe/Berlin, or whole days", name, fault.Short(zoneName))
	}
	return m, nil
}

// momentsOf reads a list of them.
func momentsOf(l line) ([]moment, error) {
	var out []moment
	for _, text := range strings.Split(l.value, ",") {
		m, err := momentOf(l.name, text, l.zone)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

// onDay is the same time on another day.
func (m moment) onDay(day int64) moment {
	m.day = day
	return m
}

// instantMs returns the instant; own is the spec's zone. Of two instants with one wall
// clock it is the first; a time that clocks skip is read as if they had not been changed.
// Source: RFC 5545, section 3.3.5.
func (m moment) instantMs(own *zone.Zone) int64 {
	z := own
	if m.zone != nil {
		z = m.zone
	}
	wall := m.day*zone.DayMs + m.dayMs
	before := wall - z.OffsetMs(wall-zone.DayMs)
	if after := wall - z.OffsetMs(wall+zone.DayMs); z.LocalMs(before) != wall && z.LocalMs(after) == wall {
		return after
	}
	return before
}
