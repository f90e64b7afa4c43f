// Package table reads the CSV files that a user drops on the lab.
package table

import (
	"math"
	"sort"
)

// Table is a CSV file as read: rows in the file's order, one time column, at least one
// column of numbers, and any number of further numbers or categories.
type Table struct {
	TimesMs []int64 // shape [rows]; may repeat and be unordered
	Columns []Column
	Notices []Notice
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

// Order lists row numbers ascending in time; of rows with one stamp the last stays.
func (t *Table) Order() []int {
	rows := make([]int, len(t.TimesMs))
	for i := range rows {
		rows[i] = i
	}
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
