package table

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestParseReadsCases(t *testing.T) {
	text, err := os.ReadFile("testdata/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name, Text, Code string
		TimesMs          []int64
		Values           []any // numbers, or "NaN" where missing
	}
	if err := json.Unmarshal(text, &cases); err != nil || len(cases) == 0 {
		t.Fatalf("testdata/cases.json: %d cases, %v; want at least one", len(cases), err)
	}
	for _, tt := range cases {
		t.Run(tt.Name, func(t *testing.T) {
			got, err := Parse([]byte(tt.Text))
			var f *Fault
			if errors.As(err, &f) || tt.Code != "" {
				if f == nil || f.Code != tt.Code {
					t.Errorf("Parse(%q) = %v; want code %q", tt.Text, err, tt.Code)
				}
				return
			}
			if values := written(got.Value().Numbers); !slices.Equal(got.TimesMs, tt.TimesMs) || !slices.Equal(values, tt.Values) {
				t.Errorf("Parse(%q) = %v, %v; want %v, %v", tt.Text, got.TimesMs, values, tt.TimesMs, tt.Values)
			}
		})
	}
}

// written is numbers as testdata/cases.json has them.
func written(numbers []float64) []any {
	out := make([]any, len(numbers))
	for i, v := range numbers {
		out[i] = v
		if math.IsNaN(v) {
			out[i] = "NaN"
		}
	}
	return out
}

func TestParseRefusesWithACode(t *testing.T) {
	tests := []struct{ name, text, code string }{
		{"bytes that are no UTF-8", "timestamp,value\n2026-01-01,\xff\xfe", "csv/not-text"},
		{"too many columns", "timestamp,value" + strings.Repeat(",c", 40) + "\n2026-01-01,1" + strings.Repeat(",2", 40) + "\n", "csv/too-many-columns"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse([]byte(tt.text))
			var f *Fault
			if !errors.As(err, &f) || f.Code != tt.code {
				t.Errorf("Parse(%.40q) = %v; want code %s", tt.text, err, tt.code)
			}
		})
	}
}

func TestParseNotesWhatIsOdd(t *testing.T) {
	tests := []struct{ name, text, code string }{
		{"duplicates", "timestamp,value\n2026-01-01,1\n2026-01-01,2\n2026-01-02,3\n", "csv/duplicate-stamps"},
		{"disorder", "timestamp,value\n2026-01-02,1\n2026-01-01,2\n", "csv/unordered"},
		{"gaps", "timestamp,value\n2026-01-01,1\n2026-01-02,\n2026-01-03,3\n", "csv/missing-values"},
		{"free text", "timestamp,value,note\n" + freeText(100), "csv/column-left-out"},
		{"infinity", "timestamp,value\n2026-01-01,1\n2026-01-02,1e999\n2026-01-03,3\n", "csv/infinite-values"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse([]byte(tt.text))
			if err != nil || len(got.Notices) != 1 || got.Notices[0].Code != tt.code {
				t.Errorf("Parse(%q) = notices %v, error %v; want one notice %s", tt.text, got.Notices, err, tt.code)
			}
		})
	}
}

func TestOfEqualStampsTheLastRowCounts(t *testing.T) {
	got, err := Parse([]byte("Timestamp;Value\n2026-01-02;3\n2026-01-01;1\n2026-01-01;2\n"))
	if err != nil {
		t.Fatal(err)
	}
	if rows := got.Order(got.Groups()[0]); !slices.Equal(rows, []int{2, 0}) {
		t.Errorf("Order = %v; want rows 2 and 0", rows)
	}
}

func TestALongFileIsSeveralSeries(t *testing.T) {
	long := func(names ...string) string {
		var b strings.Builder
		b.WriteString("time,host,load\n")
		for hour := range 5 {
			for i, name := range names {
				fmt.Fprintf(&b, "2026-01-01 0%d:00,%s,%d\n", hour, name, 10*i+hour)
			}
		}
		return b.String()
	}
	tests := []struct {
		name, text, column, code string
		groups                   int
		notice                   string
	}{
		{name: "a column of names", text: long("a", "b", "c"), column: "host", groups: 3},
		{name: "a column of numbered names", text: long("1", "2"), column: "host", groups: 2},
		{name: "a row that stands twice", text: long("a", "b") + "2026-01-01 04:00,b,15\n", column: "host", groups: 2, notice: "csv/duplicate-stamps"},
		{name: "one series with a category", text: long("a"), groups: 1},
		{name: "all rows twice", text: long("a", "a"), groups: 1, notice: "csv/duplicate-stamps"},
		{name: "all rows twice, without a name", text: "time,load\n2026-01-01,1\n2026-01-01,2\n2026-01-02,3\n2026-01-02,3\n", groups: 1, notice: "csv/duplicate-stamps"},
		{name: "more than can be shown", text: long(hundred()...), code: "csv/too-many-series"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse([]byte(tt.text))
			var f *Fault
			if errors.As(err, &f) || tt.code != "" {
				if f == nil || f.Code != tt.code {
					t.Errorf("Parse = %v; want code %q", err, tt.code)
				}
				return
			}
			notice := ""
			for _, n := range got.Notices {
				notice += n.Code
			}
			if len(got.Groups()) != tt.groups || got.NameColumn != tt.column || notice != tt.notice {
				t.Errorf("Parse: %d series by %q, notices %q; want %d by %q, %q", len(got.Groups()), got.NameColumn, notice, tt.groups, tt.column, tt.notice)
			}
		})
	}
}

func hundred() []string {
	names := make([]string, 100)
	for i := range names {
		names[i] = fmt.Sprintf("host%d", i)
	}
	return names
}

func TestParseTime(t *testing.T) {
	const noon = int64(1767268800000) // 2026-01-01T12:00:00Z
	for _, cell := range []string{"2026-01-01T12:00:00Z", "2026-01-01T13:00:00+01:00", "2026-01-01 12:00:00", "2026-01-01T12:00", "1767268800", "1767268800000", "1767268800.5"} {
		if ms, ok := ParseTime(cell); !ok || ms/1000 != noon/1000 {
			t.Errorf("ParseTime(%q) = %d, %v; want %d", cell, ms, ok, noon)
		}
	}
	for _, cell := range []string{"", "NaN", "Inf", "-", "2026-13-01", "9999999999999999"} {
		if ms, ok := ParseTime(cell); ok {
			t.Errorf("ParseTime(%q) = %d; want a refusal", cell, ms)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("timestamp,value\n2026-01-01,1\n2026-01-02,2\n"))
	f.Add([]byte("ts;value;\n1;;\n\"2\";3;"))
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := Parse(text)
		var fault *Fault
		switch {
		case err != nil && !errors.As(err, &fault):
			t.Errorf("Parse(%q) = %v; want a coded fault", text, err)
		case err == nil:
			if rows := len(got.TimesMs); len(got.Value().Numbers) != rows || got.Names != nil && len(got.Names) != rows {
				t.Errorf("Parse(%q): %d stamps, %d values, %d names; want as many of each", text, rows, len(got.Value().Numbers), len(got.Names))
			}
		}
	})
}

func freeText(rows int) string {
	var b strings.Builder
	for i := range rows {
		fmt.Fprintf(&b, "%d,1,note %d\n", 1767225600+60*i, i)
	}
	return b.String()
}
