package holiday_test

import (
	"strings"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/holiday"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// FuzzCalendar reads any text as a calendar: it never panics, fails with its one code, and
// gives holidays within the years that zones are known for.
func FuzzCalendar(f *testing.F) {
	for _, text := range []string{
		"", "BEGIN:VEVENT\nDTSTART:20261224\nEND:VEVENT", "BEGIN:VEVENT\r\nDTSTART;TZID=Europe/Berlin:20261224T000000\r\nDURATION:P2DT3H\r\nRRULE:FREQ=YEARLY;COUNT=5\r\nEND:VEVENT",
		"BEGIN:VEVENT\nDTSTART:16000229\nRRULE:FREQ=YEARLY;INTERVAL=3;BYMONTH=2,11;BYDAY=-1MO,4TH;BYMONTHDAY=-1,29\nEXDATE:20240229\nRDATE:20260101,20260102\nEND:VEVENT",
		"BEGIN:VEVENT\nDTSTART:19700101T000000\nRRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU\nEND:VEVENT\n",
	} {
		f.Add(text)
		f.Add(strings.Repeat(text, 200))
	}
	z, err := zone.Load("Australia/Lord_Howe")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		days, err := holiday.Of(nil, text, z)
		if err != nil && fault.Code(err) != "spec/bad-calendar" {
			t.Fatalf("Of(%q) = %v; want spec/bad-calendar", text, err)
		}
		for _, day := range []int64{zone.DayOfDate(1967, 1, 1), zone.DayOfDate(2103, 1, 1)} {
			if _, ok := days.Like(day); ok {
				t.Fatalf("Of(%q) has day %d; want none before 1968 or after 2102", text, day)
			}
		}
	})
}

func TestDates(t *testing.T) {
	for day := int64(-800_000); day < 800_000; day += 13 {
		year, month, date := zone.DateOfDay(day)
		if got := zone.DayOfDate(year, month, date); got != day || date > zone.DaysIn(year, month) {
			t.Fatalf("DayOfDate(%d, %d, %d) = %d; want %d", year, month, date, got, day)
		}
	}
}
