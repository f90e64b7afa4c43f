package explain

import (
	"github.com/tidemark/tidemark/pkg/engine/features"
)

// groupsOf lists the groups that instants have.
func groupsOf(calendar features.Calendar) []string {
	groups := []string{GroupTime, GroupTimeOfDay, GroupDayOfWeek}
	for _, holiday := range calendar.Holiday {
		if holiday {
			return append(groups, GroupHoliday)
		}
	}
	return groups
}

// shuffleCalendar returns instants of which one group's part is that of other rows.
func shuffleCalendar(calendar features.Calendar, group string, order []int) features.Calendar {
	rows := make([]int, len(order))
	for i := range rows {
		rows[i] = i
	}
	out, other := calendar.Pick(rows), calendar.Pick(order)
	switch group {
	case GroupTime:
		out.TimesMs = other.TimesMs
	case GroupTimeOfDay:
		out.DayMs = other.DayMs
		for i, week := range calendar.WeekMs {
			out.WeekMs[i] = week - calendar.DayMs[i] + other.DayMs[i]
		}
	case GroupDayOfWeek:
		out.Weekend = other.Weekend
		for i, week := range other.WeekMs {
			out.WeekMs[i] = week - other.DayMs[i] + calendar.DayMs[i]
		}
	default:
		out.Holiday = other.Holiday
	}
	return out
}
