// Package zone turns instants into local days and hours.
// Twin: src/engine/zone/zone.ts.
package zone

import (
	"math"
	"regexp"
	"time"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// DayMs is the length of a day without a clock change, in milliseconds.
const DayMs = 86_400_000

// Offsets outside 1970 … 2100 are those of its ends: before, the time zone database
// promises nothing; after, Go and JavaScript engines extrapolate differently.
const (
	firstMs = 0
	lastMs  = 4_102_444_800_000
)

// name is what both languages accept. Intl also takes "+01:00" and any letter case, and
// Go takes "Local" and "": none of them means the same on every machine.
var name = regexp.MustCompile(`^(UTC|Etc/(UTC|GMT([+-](0|[1-9]|1[0-4]))?)|(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)(/[A-Z][a-z][A-Za-z_-]*){1,2})$`)

// Zone is an IANA time zone. It is not safe for concurrent use: it remembers the
// stretch between two clock changes that was asked for last.
type Zone struct {
	location     *time.Location
	fromMs, toMs int64 // the remembered stretch, fromMs ≤ t < toMs
	rememberedMs int64
}

// Load returns the IANA zone of that name.
//
// Errors: spec/unknown-timezone if there is none.
func Load(zoneName string) (*Zone, error) {
	if name.MatchString(zoneName) {
		if location := locationOf(zoneName); location != nil {
			return &Zone{location: location}, nil
		}
	}
	return nil, fault.New("spec/unknown-timezone", "zone: timezone is %q; want an IANA name such as UTC or Europe/Berlin", fault.Short(zoneName))
}

// OffsetMs returns local time minus UTC at an instant, both in milliseconds.
func (z *Zone) OffsetMs(timeMs int64) int64 {
	t := min(max(timeMs, firstMs), lastMs)
	if t < z.fromMs || t >= z.toMs {
		z.remember(t)
	}
	return z.rememberedMs
}

// remember finds the stretch of constant offset around t; ZoneBounds is zero where the
// stretch has no end.
func (z *Zone) remember(t int64) {
	at := time.UnixMilli(t).In(z.location)
	_, seconds := at.Zone()
	z.rememberedMs = int64(seconds) * 1000
	z.fromMs, z.toMs = math.MinInt64, math.MaxInt64
	start, end := at.ZoneBounds()
	if !start.IsZero() {
		z.fromMs = start.UnixMilli()
	}
	if !end.IsZero() {
		z.toMs = end.UnixMilli()
	}
}

// LocalMs returns the wall clock at an instant, as milliseconds since 1970-01-01T00:00
// on that wall.
func (z *Zone) LocalMs(timeMs int64) int64 { return timeMs + z.OffsetMs(timeMs) }

// Day returns the number of the local day of an instant; 1970-01-01, a Thursday, is 0.
func (z *Zone) Day(timeMs int64) int64 { return num.FloorDiv(z.LocalMs(timeMs), DayMs) }

// StartOfDay returns the first instant whose local day is day or later. Where clocks
// skip midnight that is not 00:00; where they skip the whole day it is the next day's.
func (z *Zone) StartOfDay(day int64) int64 {
	low, high := day*DayMs-15*3_600_000, day*DayMs+15*3_600_000
	if offsetMs := z.OffsetMs(low); offsetMs == z.OffsetMs(high) {
		return day*DayMs - offsetMs // no change between: none comes twice in 2 days
	}
	for low < high {
		middle := num.FloorDiv(low+high, 2)
		if z.Day(middle) >= day {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low
}
