package table

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Layouts without a zone mean UTC.
var layouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999Z07:00",
	"2006-01-02 15:04:05.999999999", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02",
}

// Times beyond the year 2262 or before 1678 would overflow Prometheus's milliseconds in
// nanosecond arithmetic; data there is a mistake of the unit.
const furthestMs = int64(9_200_000_000_000)

// secondsBelow separates seconds from milliseconds: it is the year 5138 in seconds and 1973 in milliseconds.
const secondsBelow = 1e11

// firstSeconds is 1973 in seconds. Smaller numbers are dates written as numbers (20260105),
// years, a spreadsheet's serial numbers (45678 is 21 January 2025), or count from elsewhere.
const firstSeconds = 1e8

// digitDate is a date, and maybe a time, in digits alone.
var digitDate = regexp.MustCompile(`^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(([01]\d|2[0-3])([0-5]\d([0-5]\d)?)?)?$`)

// isNumberForDate says of all cells of a time column that they are numbers, but none since
// 1970: one is too small, or all are dates in digits. A few may be both by chance, such as
// 2026010512, which is a second of 2034.
func isNumberForDate(cells []string) (row int, is bool) {
	digits := true
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		if number, err := strconv.ParseFloat(cell, 64); err == nil && math.Abs(number) < firstSeconds {
			return i, true
		}
		digits = digits && digitDate.MatchString(cell)
	}
	return 0, digits
}

// ParseTime reads an ISO time or a number of seconds or milliseconds since 1970.
func ParseTime(cell string) (ms int64, ok bool) {
	cell = strings.TrimSpace(cell)
	if number, err := strconv.ParseFloat(cell, 64); err == nil {
		if math.Abs(number) < secondsBelow {
			number *= 1000
		}
		if math.IsNaN(number) || math.Abs(number) > float64(furthestMs) {
			return 0, false
		}
		return int64(math.Floor(number)), true
	}
	for _, layout := range layouts {
		if at, err := time.ParseInLocation(layout, cell, time.UTC); err == nil {
			ms := at.UnixMilli()
			return ms, -furthestMs < ms && ms < furthestMs
		}
	}
	return 0, false
}
