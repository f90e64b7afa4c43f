package table

import (
	"math"
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
