// Package holiday knows which local days are holidays: of countries from spec/holidays.json,
// of a calendar that the user pastes from its iCalendar text.
// Twin: src/engine/holiday. Numbers: spec/vectors/holiday.
package holiday

import (
	"slices"

	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// sunday is what an iCalendar's holidays are kept like.
const sunday = 6

// Days lists holidays. It is not changed once it is made, so goroutines may share it.
type Days struct {
	days []int64 // numbers of local days, ascending
	like []int64 // shape of days: the day of the week that each is kept like, Monday 0
}

// Of returns the holidays of countries and of an iCalendar text ("" for none), as local
// days of a zone. Of two that fall on one day the country listed first decides; nil if
// there are none.
//
// Errors: spec/bad-calendar. Twin: holidaysOf in src/engine/holiday/holiday.ts.
func Of(countries []string, ical string, z *zone.Zone) (*Days, error) {
	all := &Days{}
	for _, code := range countries {
		days, like := daysOfCountry(code)
		all.add(days, like)
	}
	events, err := eventsOf(ical)
	if err != nil {
		return nil, err
	}
	left := budget(maxDates)
	for _, e := range events {
		days, err := e.daysOf(z, &left)
		if err != nil {
			return nil, err
		}
		all.add(days, sunday)
	}
	if len(all.days) == 0 {
		return nil, nil
	}
	return all.sorted(), nil
}

func (d *Days) add(days []int64, like int64) {
	for _, day := range days {
		d.days, d.like = append(d.days, day), append(d.like, like)
	}
}

// sorted returns the days ascending, the first given of equal ones.
func (d *Days) sorted() *Days {
	rank := make([]int, len(d.days))
	for i := range rank {
		rank[i] = i
	}
	slices.SortStableFunc(rank, func(a, b int) int { return int(d.days[a] - d.days[b]) })
	out := &Days{}
	for i, r := range rank {
		if i == 0 || d.days[rank[i-1]] != d.days[r] {
			out.days, out.like = append(out.days, d.days[r]), append(out.like, d.like[r])
		}
	}
	return out
}

// Like returns the day of the week, Monday 0, that a local day is kept like; ok is false if
// the day is no holiday. A nil Days has none. Twin: get of Holidays.
func (d *Days) Like(day int64) (like int64, ok bool) {
	if d == nil {
		return 0, false
	}
	i, ok := slices.BinarySearch(d.days, day)
	if !ok {
		return 0, false
	}
	return d.like[i], true
}
