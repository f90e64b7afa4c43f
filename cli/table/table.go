// Package table reads the CSV files that the command line and the lab are given.
package table

import (
	"math"
	"slices"
	"sort"
)

// Table is a CSV file as read: rows in the file's order, one time column, at least one
// column of numbers, and any number of further numbers or categories.
//
// Stamps has the cells of the time column. Of a long file, which holds several series,
// NameColumn is the column that tells them apart, and Names the series of each row; it is
// nil where all rows are of one series.
type Table struct {
	Stamps     []string
	TimesMs    []int64 // shape [rows]; may repeat and be unordered
	Columns    []Column
	NameColumn string
	Names      []string
	Notices    []Notice
}

// Column holds Numbers (NaN where a cell is empty) or, if one cell is no number, Labels.
type Column struct {
	Name    string
	Numbers []float64
	Labels  []string
}

// Notice tells what was unusual and kept.
type Notice struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// Fault is a refusal with a stable code, "csv/<reason>".
type Fault struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (f *Fault) Error() string { return f.Code + ": " + f.Message }

// Value is the column to baseline: the one called "value", else the first of numbers.
func (t *Table) Value() *Column {
	var first *Column
	for i := range t.Columns {
		c := &t.Columns[i]
		if c.Numbers == nil {
			continue
		}
		if c.Name == "value" {
			return c
		}
		if first == nil {
			first = c
		}
	}
	return first
}

// Span is the first and the last time stamp.
func (t *Table) Span() (fromMs, toMs int64) {
	fromMs, toMs = math.MaxInt64, math.MinInt64
	for _, at := range t.TimesMs {
		fromMs, toMs = min(fromMs, at), max(toMs, at)
	}
	return fromMs, toMs
}

// Groups lists the rows of each series in the file's order, the series in the order of
// first mention; one group where all rows are of one series.
func (t *Table) Groups() []Group {
	if t.Names == nil {
		rows := make([]int, len(t.TimesMs))
		for i := range rows {
			rows[i] = i
		}
		return []Group{{Rows: rows}}
	}
	var groups []Group
	at := map[string]int{}
	for row, name := range t.Names {
		if _, known := at[name]; !known {
			at[name] = len(groups)
			groups = append(groups, Group{Name: name})
		}
		groups[at[name]].Rows = append(groups[at[name]].Rows, row)
	}
	return groups
}

// Group is one series of a table.
type Group struct {
	Name string `json:"name"`
	Rows []int  `json:"rows"`
}

// Order lists the rows of a group ascending in time; of rows with one stamp the last stays.
func (t *Table) Order(group Group) []int {
	rows := slices.Clone(group.Rows)
	sort.SliceStable(rows, func(a, b int) bool { return t.TimesMs[rows[a]] < t.TimesMs[rows[b]] })
	kept := rows[:0]
	for i, row := range rows {
		if i+1 < len(rows) && t.TimesMs[rows[i+1]] == t.TimesMs[row] {
			continue
		}
		kept = append(kept, row)
	}
	return kept
}

// Distinct lists the different labels in the order of first mention.
func Distinct(labels []string) []string {
	seen, out := map[string]bool{}, []string{}
	for _, label := range labels {
		if !seen[label] {
			seen[label] = true
			out = append(out, label)
		}
	}
	return out
}
