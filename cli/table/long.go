package table

import (
	"math"
	"slices"
	"strconv"
)

// splitLong finds the column of a long file that tells its series apart, and takes it out
// of the columns.
//
// A file is long if most stamps stand in several rows, and a column of texts, or else of
// whole numbers, leaves fewer than half of the rows with a stamp and name that another row
// has. Where no column does, rows repeat a stamp, which check notes.
//
// Errors: csv/too-many-series.
func (t *Table) splitLong() error {
	if !t.maxStampsRepeat() {
		return nil
	}
	at := t.nameColumn(func(c Column) []string { return c.Labels })
	if at < 0 && t.countNumbers() > 1 {
		at = t.nameColumn(Column.wholeNumbers)
	}
	if at < 0 {
		return nil
	}
	t.NameColumn, t.Names = t.Columns[at].Name, t.Columns[at].Labels
	if t.Names == nil {
		t.Names = t.Columns[at].wholeNumbers()
	}
	t.Columns = slices.Delete(t.Columns, at, at+1)
	if n := len(Distinct(t.Names)); n > maxSeries {
		return fault("csv/too-many-series", "column %s: got %d series; want at most %d in a file. Keep fewer, or split the file.", t.NameColumn, n, maxSeries)
	}
	return nil
}

// nameColumn is the column whose names leave fewest rows with a stamp and name that another
// row has; −1 if each leaves half of them. What hardly repeats is no name.
func (t *Table) nameColumn(namesOf func(Column) []string) int {
	best, fewest := -1, len(t.TimesMs)/2
	for i, column := range t.Columns {
		names := namesOf(column)
		if names == nil || column.Name == "value" || 2*len(Distinct(names)) > len(names) {
			continue
		}
		if n := t.repeats(names); n < fewest {
			best, fewest = i, n
		}
	}
	return best
}

func (t *Table) countNumbers() int {
	n := 0
	for _, column := range t.Columns {
		if column.Numbers != nil {
			n++
		}
	}
	return n
}

// maxStampsRepeat says whether more than half of the stamps stand in several rows.
func (t *Table) maxStampsRepeat() bool {
	rows := map[int64]int{}
	for _, ms := range t.TimesMs {
		rows[ms]++
	}
	several := 0
	for _, n := range rows {
		if n > 1 {
			several++
		}
	}
	return 2*several > len(rows)
}

// repeats counts the rows whose stamp and name another row has too.
func (t *Table) repeats(names []string) int {
	type key struct {
		ms   int64
		name string
	}
	seen := map[key]bool{}
	for i, name := range names {
		seen[key{t.TimesMs[i], name}] = true
	}
	return len(names) - len(seen)
}

// wholeNumbers is a column of them as names; nil if it holds anything else.
func (c Column) wholeNumbers() []string {
	names := make([]string, len(c.Numbers))
	for i, v := range c.Numbers {
		if v != math.Floor(v) || math.IsInf(v, 0) {
			return nil
		}
		names[i] = strconv.FormatFloat(v, 'f', -1, 64)
	}
	return names
}
