package holiday

// maxDates is how many dates the events of one text may ask for. 150 days that recur
// without end take as many from 1970 to 2100.
const maxDates = 20_000

// budget is how many dates the events of a text may still ask for. It is spent before
// dates are computed, on those that come to nothing too: an event without a length, a 30th
// of February. Otherwise 50,000 characters ask for 20 million dates.
type budget int64

// spend takes n dates from the budget.
//
// Errors: spec/bad-calendar if it has fewer.
func (b *budget) spend(n int64) error {
	if *b -= budget(n); *b < 0 {
		return badCalendar("its events ask for more than %d dates; want fewer or shorter events, or rules with UNTIL", maxDates)
	}
	return nil
}
