package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of a file; a Grafana data source has its own.
const (
	MaxBytes   = 64 << 20
	MaxRows    = 1 << 21 // four years of minutes, as many as a grid may have slots
	maxColumns = 32
	maxLabels  = 64 // categories of one column: more is free text, not a regressor
	maxSeries  = 64
)

var timeNames = []string{"timestamp", "time", "ts", "date", "datetime"}

// Parse reads comma, semicolon or tab separated text with a header line.
//
// Errors (all *Fault): csv/empty, csv/too-large, csv/not-text, csv/bad-row, csv/no-rows,
// csv/too-many-rows, csv/too-many-columns, csv/no-timestamp-column, csv/bad-timestamp,
// csv/number-for-date, csv/no-value-column, csv/value-not-a-number, csv/too-many-series,
// csv/all-missing, csv/one-point.
func Parse(raw []byte) (*Table, error) {
	header, rows, err := split(raw)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(header, func(name string) bool { return slices.Contains(timeNames, name) })
	if at < 0 {
		return nil, fault("csv/no-timestamp-column", "columns: got %s; want one called %s. Rename the column that holds the time; the first line must be a header.",
			strings.Join(header, ", "), strings.Join(timeNames, ", "))
	}
	t := &Table{Stamps: cellsOf(rows, at)}
	if t.TimesMs, err = times(t.Stamps); err != nil {
		return nil, err
	}
	for i, name := range header {
		if i == at || name == "" {
			continue
		}
		column, err := readColumn(name, cellsOf(rows, i))
		if err != nil {
			return nil, err
		}
		t.Columns = append(t.Columns, column)
	}
	if err := t.splitLong(); err != nil {
		return nil, err
	}
	t.dropFreeText()
	return t, check(t)
}

func cellsOf(rows [][]string, at int) []string {
	cells := make([]string, len(rows))
	for i, row := range rows {
		cells[i] = row[at]
	}
	return cells
}

func split(raw []byte) (header []string, rows [][]string, err error) {
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	switch {
	case len(bytes.TrimSpace(raw)) == 0:
		return nil, nil, fault("csv/empty", "file: got no text; want a header line and rows such as\ntimestamp,value\n2026-01-01 00:00:00,12.5")
	case len(raw) > MaxBytes:
		return nil, nil, fault("csv/too-large", "file: got %d bytes; want at most %d. Keep a coarser step or a shorter range.", len(raw), MaxBytes)
	case !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0:
		return nil, nil, fault("csv/not-text", "file: got bytes that are no UTF-8 text; want a CSV file. Export it again as CSV (UTF-8).")
	}
	reader := csv.NewReader(bytes.NewReader(raw))
	reader.Comma = separator(raw)
	reader.TrimLeadingSpace = true
	for {
		row, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, fault("csv/bad-row", "%v; want as many cells as the header has, and closed quotes. Mend that line.", err)
		}
		if header == nil {
			header = normalise(row)
			continue
		}
		if rows = append(rows, row); len(rows) > MaxRows {
			return nil, nil, fault("csv/too-many-rows", "file: got more than %d rows; want at most that. Keep a coarser step or a shorter range.", MaxRows)
		}
	}
	if len(header) > maxColumns {
		return nil, nil, fault("csv/too-many-columns", "header: got %d columns; want at most %d. Remove columns that are no regressors.", len(header), maxColumns)
	}
	if len(rows) == 0 {
		return nil, nil, fault("csv/no-rows", "file: got a header and no row; want at least two points.")
	}
	return header, rows, nil
}

func separator(raw []byte) rune {
	line, _, _ := bytes.Cut(raw, []byte("\n"))
	best := ','
	for _, candidate := range []rune{';', '\t'} {
		if bytes.ContainsRune(line, candidate) && !bytes.ContainsRune(line, best) {
			best = candidate
		}
	}
	return best
}

func normalise(header []string) []string {
	out := make([]string, len(header))
	for i, name := range header {
		out[i] = strings.ToLower(strings.TrimSpace(name))
	}
	return out
}

func times(cells []string) ([]int64, error) {
	if row, is := isNumberForDate(cells); is {
		return nil, fault("csv/number-for-date", `line %d: got %q, no number of seconds or milliseconds since 1970; want an ISO time. Write a date as 2026-01-05, a year as 1950-01-01, a spreadsheet's number as the date that it stands for (format the column as yyyy-mm-dd hh:mm:ss before the export).`, row+2, clip(cells[row]))
	}
	out := make([]int64, len(cells))
	for i, cell := range cells {
		ms, ok := ParseTime(cell)
		if !ok {
			return nil, fault("csv/bad-timestamp", `line %d: got %q; want an ISO time ("2026-01-31T13:00:00Z"), "2026-01-31 13:00:00" (UTC) or seconds or milliseconds since 1970.`, i+2, clip(cell))
		}
		out[i] = ms
	}
	return out, nil
}

func readColumn(name string, cells []string) (Column, error) {
	numbers := make([]float64, len(cells))
	for i, cell := range cells {
		number, ok := parseNumber(cell)
		if !ok && name == "value" {
			return Column{}, fault("csv/value-not-a-number", "line %d, column value: got %q; want a number such as 1234.5, or an empty cell. Write a point before decimals and nothing between thousands.", i+2, clip(cell))
		}
		if !ok {
			return Column{Name: name, Labels: labelsOf(cells)}, nil
		}
		numbers[i] = number
	}
	return Column{Name: name, Numbers: numbers}, nil
}

// labelsOf reads categories. An empty cell among texts is a category too: a day without a
// holiday is no day of which nothing is known.
func labelsOf(cells []string) []string {
	labels := make([]string, len(cells))
	for i, cell := range cells {
		if labels[i] = strings.TrimSpace(cell); labels[i] == "" {
			labels[i] = "none"
		}
	}
	return labels
}

// dropFreeText leaves out columns of too many different texts, with a notice.
func (t *Table) dropFreeText() {
	t.Columns = slices.DeleteFunc(t.Columns, func(c Column) bool {
		n := len(Distinct(c.Labels))
		if n > maxLabels {
			t.note("csv/column-left-out", n, fmt.Sprintf("column %s was left out: %%d different texts are no category.", c.Name))
		}
		return n > maxLabels
	})
}

// parseNumber gives NaN for an empty cell and for what other tools write in its place.
func parseNumber(cell string) (float64, bool) {
	cell = strings.TrimSpace(cell)
	switch strings.ToLower(cell) {
	case "", "nan", "null", "na", "n/a", "none":
		return math.NaN(), true
	}
	number, err := strconv.ParseFloat(cell, 64)
	if errors.Is(err, strconv.ErrRange) {
		return number, true // ±Inf, which check reports
	}
	return number, err == nil
}

func fault(code, format string, args ...any) *Fault {
	return &Fault{Code: code, Message: fmt.Sprintf(format, args...)}
}

func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
