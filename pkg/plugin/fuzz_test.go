package plugin

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
)

// FuzzPlan holds that no spec and no time range lay out a plan that is off its grid, looks
// into the future, or overflows; and that its estimate of the work is a number.
func FuzzPlan(f *testing.F) {
	f.Add([]byte(`{}`), int64(0), int64(3_600_000), true)
	f.Add([]byte(`{"grid":{"step":"1d"},"features":{"timezone":"Australia/Lord_Howe"}}`), int64(-1), int64(1<<62), false)
	f.Add([]byte(`{"grid":{"step":"1s","delay":"0s"},"train":{"window":"5y"}}`), noon.UnixMilli(), noon.UnixMilli(), false)
	f.Fuzz(func(t *testing.T, spec []byte, from, to int64, instant bool) {
		p, err := newPlan(query.Query{Spec: spec, Output: query.Bands}, backend.TimeRange{From: time.UnixMilli(from), To: time.UnixMilli(to)}, noon, instant)
		if err != nil {
			if fault.Code(err) == "uncoded" {
				t.Errorf("newPlan(%q, %d, %d) = %v; want a coded error", spec, from, to, err)
			}
			return
		}
		step := p.ask.StepMs
		switch cost := p.work(100, query.Bands).Cost(); {
		case p.fromMs > p.toMs, p.toMs > noon.UnixMilli(), p.slots() < 1:
			t.Errorf("newPlan(%q, %d, %d) judges %d to %d; want a range that has been", spec, from, to, p.fromMs, p.toMs)
		case step <= 0, p.ask.FromMs%step != 0, p.ask.ToMs%step != 0, p.ask.FromMs < 0, p.ask.Points() < 1:
			t.Errorf("newPlan(%q, %d, %d) asks for %+v; want whole steps since 1970", spec, from, to, p.ask)
		case !(cost >= 0):
			t.Errorf("newPlan(%q, %d, %d) costs %v; want a number", spec, from, to, cost)
		}
	})
}

// FuzzCost holds that no body of the resource /cost makes it panic, and that its answer is JSON.
func FuzzCost(f *testing.F) {
	for _, seed := range []string{`{"series":12,"query":{"upstream":{"query":{"expr":"x"}}}}`, `{"series":-1,"query":{"expr":"x","spec":{"grid":{"step":"1s"}}}}`, `{"series":1e99}`, `[]`} {
		f.Add([]byte(seed))
	}
	d := &Datasource{process: newProcessAt(Sizes{HistoryMiB: 1, ModelMiB: 1, MemoryMiB: 64}, func() time.Time { return noon })}
	d.settings, _ = query.ParseSettings(nil)
	f.Fuzz(func(t *testing.T, body []byte) {
		cost, err := d.costOf(body)
		if err != nil {
			if fault.Code(err) == "uncoded" {
				t.Errorf("costOf(%q) = %v; want a coded error", body, err)
			}
			return
		}
		if _, err := json.Marshal(cost); err != nil || cost.ColdPoints < 0 || cost.WarmPointsPerDay < 0 || cost.HistoryMs < 0 {
			t.Errorf("costOf(%q) = %+v, %v; want numbers of at least 0", body, cost, err)
		}
	})
}
