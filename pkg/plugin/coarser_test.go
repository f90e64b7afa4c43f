package plugin

import (
	"strings"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/frames"
)

func TestSeriesOfLongerStepsAreTold(t *testing.T) {
	every := func(name string, stepMs int64, n int) frames.Series {
		s := frames.Series{Name: name}
		for i := range int64(n) {
			s.TimesMs, s.Values = append(s.TimesMs, i*stepMs), append(s.Values, 1)
		}
		return s
	}
	gaps := every("gaps", 300_000, 100)
	gaps.TimesMs[99] += 500 * hourMs
	all := []frames.Series{every("fine", 300_000, 100), every("hours", hourMs, 10), gaps, every("days", 24*hourMs, 3), every("two", hourMs, 2)}
	for text, want := range map[string]string{
		`{}`:                      "query: 2 series have steps of their own, but are judged every 5m; want each step in a query of its own, with grid.step set to it: hours (1h), days (1d)",
		`{"grid":{"step":"10m"}}`: "",
	} {
		s, _, err := engine.ParseSpec([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, n := range (plan{spec: s, stepMs: 300_000}).coarser(all) {
			got = append(got, n.Text)
		}
		if strings.Join(got, "\n") != want {
			t.Errorf("%s: notices %q; want %q", text, got, want)
		}
	}
}
