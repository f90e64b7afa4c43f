package table

import (
	"fmt"
	"math"
)

// check refuses what cannot be drawn and notes what is odd but usable.
func check(t *Table) error {
	value := t.Value()
	if value == nil {
		return fault("csv/no-value-column", "columns: got only text beside the time; want one column of numbers, best called value.")
	}
	points, infinite := 0, 0
	for _, v := range value.Numbers {
		switch {
		case math.IsInf(v, 0):
			infinite++
		case !math.IsNaN(v):
			points++
		}
	}
	switch points {
	case 0:
		return fault("csv/all-missing", "column %s: got no finite number in %d rows; want at least two.", value.Name, len(t.TimesMs))
	case 1:
		return fault("csv/one-point", "column %s: got one finite number; want at least two, and some days of them for a baseline.", value.Name)
	}
	unordered, kept, most := 0, 0, 0
	for _, group := range t.Groups() {
		for i := 1; i < len(group.Rows); i++ {
			if t.TimesMs[group.Rows[i]] < t.TimesMs[group.Rows[i-1]] {
				unordered++
			}
		}
		points := len(t.Order(group))
		kept, most = kept+points, max(most, points)
	}
	if most == 1 {
		return fault("csv/one-point", "time column: got one stamp in all %d rows; want at least two.", len(t.TimesMs))
	}
	t.note("csv/infinite-values", infinite, "infinite values: %d; they count as missing.")
	t.note("csv/missing-values", len(t.TimesMs)-points-infinite, "empty values: %d; they count as missing.")
	t.note("csv/unordered", unordered, "rows earlier than the row before: %d; they were sorted.")
	t.note("csv/duplicate-stamps", len(t.TimesMs)-kept, "rows that repeat a time stamp: %d; the last of each counts.")
	return nil
}

func (t *Table) note(code string, n int, format string) {
	if n > 0 {
		t.Notices = append(t.Notices, Notice{Code: code, Text: fmt.Sprintf(format, n)})
	}
}
