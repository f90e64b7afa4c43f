package spec

import (
	"regexp"
	"strconv"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

var instantText = regexp.MustCompile(`^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,3}))?)?(?:Z|([+-])([0-9]{2}):([0-9]{2})))?$`)

// InstantMs reads an RFC 3339 instant, or a date for its midnight in UTC, as epoch
// milliseconds. Seconds may be left out; a 31st of June is refused.
//
// Errors: spec/bad-time. Twin: instantMs in src/engine/spec/instant.ts.
func InstantMs(text string) (int64, error) {
	parts := instantText.FindStringSubmatch(text)
	if parts == nil {
		return 0, badTime(text)
	}
	field := func(i int) int64 { n, _ := strconv.ParseInt(parts[i], 10, 64); return n } // "" is 0
	year, month, day := field(1), field(2), field(3)
	hour, minute, second := field(4), field(5), field(6)
	if month < 1 || month > 12 || day < 1 || day > zone.DaysIn(year, month) || hour > 23 || minute > 59 || second > 59 || field(9) > 23 || field(10) > 59 {
		return 0, badTime(text)
	}
	milli := field(7)
	for i := len(parts[7]); i > 0 && i < 3; i++ {
		milli *= 10
	}
	offset := (field(9)*60 + field(10)) * 60_000
	if parts[8] == "-" {
		offset = -offset
	}
	return zone.DayOfDate(year, month, day)*zone.DayMs + ((hour*60+minute)*60+second)*1000 + milli - offset, nil
}

func badTime(text string) error {
	return fault.New("spec/bad-time", "time %q; want epoch milliseconds or RFC 3339, such as \"2026-01-31T06:00:00Z\"", fault.Short(text))
}
