package plugin

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/frames"
	"github.com/tidemark/tidemark/pkg/query"
)

// The query editor tells what a query costs before it runs; its twin of this test is
// src/datasource/cost.test.ts, over the same file.
func TestTheEditorKnowsWhatThePlanAsksFor(t *testing.T) {
	text, err := os.ReadFile("../../test/query/cost.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Count int
		Cases []struct {
			Name           string
			Spec           json.RawMessage
			Output         query.Output
			From, To, Now  time.Time
			StepMs, Points int64
		}
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) != file.Count {
		t.Errorf("%d cases; want %d", len(file.Cases), file.Count)
	}
	for _, c := range file.Cases {
		t.Run(c.Name, func(t *testing.T) {
			p, err := newPlan(query.Query{Spec: c.Spec}, backend.TimeRange{From: c.From, To: c.To}, c.Now, c.Output.Instant())
			if err != nil {
				t.Fatal(err)
			}
			if p.ask.Points() != c.Points || p.ask.StepMs != c.StepMs {
				t.Errorf("plan asks for %d points of %d ms; want %d of %d", p.ask.Points(), p.ask.StepMs, c.Points, c.StepMs)
			}
		})
	}
}

// What docs/scale.md says that the default limits take, they take.
func TestTheDefaultsTakeWhatTheDocsSay(t *testing.T) {
	limits := query.DefaultLimits()
	for _, tt := range []struct {
		name, spec string
		output     query.Output
		series     int
		back       time.Duration
		taken      bool
	}{
		{"a rule of 1,100 series", `{}`, query.Alert, 1_100, 0, true},
		{"an evaluation of 90 days of 100 series", `{}`, query.Evaluation, 100, 90 * 24 * time.Hour, true},
		{"90 days of 19 series as bands", `{}`, query.Bands, 19, 90 * 24 * time.Hour, true},
		{"the same of 1,000 series", `{}`, query.Evaluation, 1000, 90 * 24 * time.Hour, false},
	} {
		p, err := newPlan(query.Query{Spec: json.RawMessage(tt.spec), Output: tt.output}, backend.TimeRange{From: noon.Add(-tt.back), To: noon}, noon, tt.output.Instant())
		if err != nil {
			t.Fatal(err)
		}
		err = (&Datasource{settings: query.Settings{Limits: limits}}).admit(query.Query{Output: tt.output}, p, make([]frames.Series, tt.series))
		if (err == nil) != tt.taken {
			t.Errorf("%s: %v; want it taken: %v", tt.name, err, tt.taken)
		}
	}
}
