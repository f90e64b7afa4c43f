package table

import (
	"errors"
	"math"
	"strings"
	"testing"
)

func TestParseRefusesWithACode(t *testing.T) {
	tests := []struct{ name, text, code string }{
		{"no text", " \n\n", "csv/empty"},
		{"a picture", "timestamp,value\n\x00\x01\x02", "csv/not-text"},
		{"bytes that are no UTF-8", "timestamp,value\n2026-01-01,\xff\xfe", "csv/not-text"},
		{"a header alone", "timestamp,value\n", "csv/no-rows"},
		{"no time", "when,value\n2026-01-01,1\n", "csv/no-timestamp-column"},
		{"a time that is none", "timestamp,value\n2026-01-01,1\nyesterday,2\n", "csv/bad-timestamp"},
		{"a time out of all reason", "timestamp,value\n2026-01-01,1\n1e300,2\n", "csv/bad-timestamp"},
		{"strings for values", "timestamp,value\n2026-01-01,high\n2026-01-02,low\n", "csv/value-not-a-number"},
		{"text alone beside the time", "timestamp,weather\n2026-01-01,rain\n2026-01-02,sun\n", "csv/no-value-column"},
		{"all missing", "timestamp,value\n2026-01-01,\n2026-01-02,NaN\n", "csv/all-missing"},
		{"one point", "timestamp,value\n2026-01-01,1\n", "csv/one-point"},
		{"one stamp only", "timestamp,value\n2026-01-01,1\n2026-01-01,2\n", "csv/one-point"},
		{"rows of other lengths", "timestamp,value\n2026-01-01,1,7\n", "csv/bad-row"},
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
