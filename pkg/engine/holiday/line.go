package holiday

import (
	"regexp"
	"strings"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// line is one content line of iCalendar text, unfolded. Of its parameters those that say
// how a time is meant are kept.
type line struct {
	name  string // in capitals
	zone  string // TZID
	value string
}

var (
	contentLine = regexp.MustCompile(`^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):([^\n]*)$`)
	parameter   = regexp.MustCompile(`;([A-Za-z0-9-]+)=(?:"([^"]*)"|([^";:,]*))`)
	fold        = regexp.MustCompile(`\n[ \t]`)
)

// linesOf unfolds a text and splits it into its content lines.
//
// Errors: spec/bad-calendar. Source: RFC 5545, section 3.1.
func linesOf(text string) ([]line, error) {
	text = strings.ReplaceAll(strings.TrimPrefix(text, "\uFEFF"), "\r\n", "\n")
	var out []line
	for _, raw := range strings.Split(fold.ReplaceAllString(text, ""), "\n") {
		if raw == "" {
			continue
		}
		parts := contentLine.FindStringSubmatch(raw)
		if parts == nil {
			return nil, badCalendar("%q is no line of a calendar; want NAME:value", fault.Short(raw))
		}
		l := line{name: strings.ToUpper(parts[1]), value: parts[3]}
		for _, p := range parameter.FindAllStringSubmatch(parts[2], -1) {
			if strings.ToUpper(p[1]) == "TZID" {
				l.zone = p[2] + p[3] // one of them is empty
			}
		}
		out = append(out, l)
	}
	return out, nil
}

// badCalendar is the one fault of this package; it tells where the text goes wrong.
func badCalendar(format string, args ...any) error {
	return fault.New("spec/bad-calendar", "spec: features.holidays.ical: "+format, args...)
}
