package features

import "github.com/tidemark/tidemark/pkg/engine/zone"

// MonthSlots is the number of slots of MonthSlot.
const MonthSlots = 31

// MonthSlot returns where a local day stands in its month: the first fifteen days count
// from the first, 0 … 14, the others from the last, which is 30, so that pay days at a
// month's end fall on one slot. Twin: monthSlot.
func MonthSlot(day int32) int {
	year, month, date := zone.DateOfDay(int64(day))
	if date <= 15 {
		return int(date) - 1
	}
	return MonthSlots - 1 - int(zone.DaysIn(year, month)-date)
}

// dayOfYear returns how many days of its year are over before a local day, and the year's
// length.
func dayOfYear(day int32) (over, length int64) {
	year, _, _ := zone.DateOfDay(int64(day))
	first := zone.DayOfDate(year, 1, 1)
	return int64(day) - first, zone.DayOfDate(year+1, 1, 1) - first
}
