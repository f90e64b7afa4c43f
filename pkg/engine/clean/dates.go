package clean

import "github.com/tidemark/tidemark/pkg/engine/zone"

// atLocalDates returns the stamps of a series in slots of days or months: where all of them
// are midnights of UTC, they are dates, and stand for the local days of these dates. Read as
// instants, they would be of the day before in zones west of UTC. timesMs is not changed, and
// returned itself where it holds no dates. Twin: atLocalDates in src/engine/clean/dates.ts.
func atLocalDates(timesMs []int64, stepMs int64, z *zone.Zone) []int64 {
	if !OfDays(stepMs) {
		return timesMs
	}
	for _, t := range timesMs {
		if t%zone.DayMs != 0 {
			return timesMs
		}
	}
	dates := make([]int64, len(timesMs))
	for i, t := range timesMs {
		dates[i] = z.StartOfDay(t / zone.DayMs)
	}
	return dates
}
