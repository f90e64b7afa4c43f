package table

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

// testdata/cases.json is what the command line, cli/table.mjs, must read as the lab does.
func TestParseReadsAsTheCommandLineDoes(t *testing.T) {
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
		{"a column of free text", "timestamp,value,note\n" + freeText(100), "csv/too-many-categories"},
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
	got, err := Parse([]byte("Timestamp;Value;Weather\n2026-01-02;3;sun\n2026-01-01;1;rain\n2026-01-01;2;sun\n"))
	if err != nil {
		t.Fatal(err)
	}
	series := got.Series("m")
	if len(series) != 3 || len(series[0].Values) != 2 || series[0].Values[0] != 2 || series[0].Values[1] != 3 {
		t.Errorf("Series = %v; want m = [2 3] and one 0/1 series for rain and sun each", series)
	}
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
			for _, s := range got.Series("m") {
				for _, v := range s.Values {
					if math.IsNaN(v) || math.IsInf(v, 0) {
						t.Errorf("Parse(%q) gives %v to Prometheus", text, v)
					}
				}
			}
		}
	})
}

func freeText(rows int) string {
	var b strings.Builder
	for i := range rows {
		b.WriteString("2026-01-01,1,note " + strings.Repeat("x", i) + "\n")
	}
	return b.String()
}
