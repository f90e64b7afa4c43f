package plugin

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
)

func TestThePlanDependsOnSpecAndRangeAlone(t *testing.T) {
	at := func(text string) time.Time {
		parsed, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	tests := []struct {
		name, spec, from, to, now string
		instant                   bool
		first, last               string // slots to judge
		askTo                     string
		askStep                   time.Duration
		code                      string
	}{
		{name: "the newest slot is complete and as old as the delay", spec: `{}`, from: "2026-11-24T11:00:00Z", to: "2026-11-24T12:03:00Z", now: "2026-11-24T12:03:00Z",
			first: "2026-11-24T11:00:00Z", last: "2026-11-24T11:55:00Z", askTo: "2026-11-24T11:55:00Z", askStep: 5 * time.Minute},
		{name: "no delay", spec: `{"grid":{"delay":"0s"}}`, from: "2026-11-24T11:00:00Z", to: "2026-11-24T12:03:00Z", now: "2026-11-24T12:03:00Z",
			first: "2026-11-24T11:00:00Z", last: "2026-11-24T12:00:00Z", askTo: "2026-11-24T12:00:00Z", askStep: 5 * time.Minute},
		{name: "a range that ends in the future ends now", spec: `{}`, from: "2026-11-24T11:00:00Z", to: "2026-11-25T12:00:00Z", now: "2026-11-24T12:03:00Z",
			first: "2026-11-24T11:00:00Z", last: "2026-11-24T11:55:00Z", askTo: "2026-11-24T11:55:00Z", askStep: 5 * time.Minute},
		{name: "a range shorter than a step has one slot", spec: `{}`, from: "2026-11-24T12:02:00Z", to: "2026-11-24T12:03:00Z", now: "2026-11-24T12:03:00Z",
			first: "2026-11-24T11:55:00Z", last: "2026-11-24T11:55:00Z", askTo: "2026-11-24T11:55:00Z", askStep: 5 * time.Minute},
		{name: "an instant judges the newest slot only", spec: `{}`, instant: true, from: "2026-11-24T01:00:00Z", to: "2026-11-24T12:03:00Z", now: "2026-11-24T12:03:00Z",
			first: "2026-11-24T11:55:00Z", last: "2026-11-24T11:55:00Z", askTo: "2026-11-24T11:55:00Z", askStep: 5 * time.Minute},
		{name: "a local day is made of hours, up to its last", spec: `{"grid":{"step":"1d"},"features":{"timezone":"Europe/Berlin"}}`, instant: true,
			from: "2026-11-24T00:00:00Z", to: "2026-11-24T12:00:00Z", now: "2026-11-24T12:00:00Z",
			first: "2026-11-22T23:00:00Z", last: "2026-11-22T23:00:00Z", askTo: "2026-11-23T22:00:00Z", askStep: time.Hour},
		{name: "a day of UTC is asked for as a day", spec: `{"grid":{"step":"1d"}}`, instant: true,
			from: "2026-11-24T00:00:00Z", to: "2026-11-24T12:00:00Z", now: "2026-11-24T12:00:00Z",
			first: "2026-11-23T00:00:00Z", last: "2026-11-23T00:00:00Z", askTo: "2026-11-23T00:00:00Z", askStep: 24 * time.Hour},
		{name: "a range backwards", spec: `{}`, from: "2026-11-24T12:00:00Z", to: "2026-11-24T11:00:00Z", now: "2026-11-24T12:00:00Z", code: "query/bad-range"},
		{name: "before 1970", spec: `{}`, from: "1900-01-01T00:00:00Z", to: "2026-11-24T11:00:00Z", now: "2026-11-24T12:00:00Z", code: "query/bad-range"},
		{name: "the year 9000", spec: `{}`, from: "2026-01-01T00:00:00Z", to: "9000-01-01T00:00:00Z", now: "2026-11-24T12:00:00Z", code: "query/bad-range"},
		{name: "a step of a fraction of a second", spec: `{"grid":{"step":"1500ms"}}`, from: "2026-11-24T11:00:00Z", to: "2026-11-24T12:00:00Z", now: "2026-11-24T12:00:00Z", code: "query/bad-step"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := newPlan(query.Query{Spec: json.RawMessage(tt.spec)}, backend.TimeRange{From: at(tt.from), To: at(tt.to)}, at(tt.now), tt.instant)
			if tt.code != "" {
				if got := fault.Code(err); got != tt.code {
					t.Errorf("newPlan = %q (%v); want %q", got, err, tt.code)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			text := func(ms int64) string { return time.UnixMilli(ms).UTC().Format(time.RFC3339) }
			if text(p.fromMs) != tt.first || text(p.toMs) != tt.last || text(p.ask.ToMs) != tt.askTo || p.ask.StepMs != tt.askStep.Milliseconds() {
				t.Errorf("plan judges %s to %s and asks to %s by %d ms; want %s to %s, %s, %s", text(p.fromMs), text(p.toMs), text(p.ask.ToMs), p.ask.StepMs, tt.first, tt.last, tt.askTo, tt.askStep)
			}
			if p.ask.FromMs%p.ask.StepMs != 0 || p.ask.FromMs >= p.fromMs-13*dayMs {
				t.Errorf("plan asks from %s; want two weeks of history on the grid", text(p.ask.FromMs))
			}
		})
	}
}

func TestARegressorIsReadByItsOwnQuery(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay})
	fields := func(regressor string) string {
		return `"output":"alert","spec":{"features":{"regressors":[` + regressor + `]}}`
	}
	if score, ok := b.number(b.ask(true, fields(`{"name":"visits","query":{"query":{"expr":"visits"}}}`))); !ok || score > 1 {
		t.Errorf("score = %v, %v; want at most 1", score, ok)
	}
	for regressor, code := range map[string]string{
		`{"name":"visits"}`:                                                     "query/no-regressor-query",
		`{"name":"visits","query":{"query":{"a":1}}}`:                           "query/no-expression",
		`{"name":"visits","query":{"query":{"expr":"visits{shop=\"$shop\"}"}}}`: "query/unresolved-variable",
	} {
		if got := fault.Code(b.ask(true, fields(regressor)).Error); got != code {
			t.Errorf("regressor %s: %q; want %q", regressor, got, code)
		}
	}
}
