package plugin

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

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
