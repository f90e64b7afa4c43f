// Package demo holds the lab's data: a live system, a shop's year, and, where the files
// are at hand, real series of the Numenta Anomaly Benchmark.
package demo

import (
	"bytes"
	_ "embed"
	"fmt"
	"time"

	"github.com/tidemark/tidemark/lab/prometheus"
	"github.com/tidemark/tidemark/lab/table"
)

//go:embed shop-sales.csv
var shopCSV []byte

// Set is one thing to look at: what it is, how to ask for it, and which range to show.
type Set struct {
	ID         string         `json:"id"`
	Title      string         `json:"title"`
	About      string         `json:"about"`
	Group      string         `json:"group"`
	Unit       string         `json:"unit,omitempty"` // a unit id of Grafana
	Expr       string         `json:"expr"`           // PromQL over the embedded Prometheus
	Live       bool           `json:"live"`           // its range ends at now
	FromMs     int64          `json:"fromMs"`         // shown at first; of a live set, before now
	ToMs       int64          `json:"toMs"`
	Spec       map[string]any `json:"spec"`
	Regressors []string       `json:"regressors"` // further columns of Table
	Windows    [][2]int64     `json:"windows"`    // labelled anomalies, where the publisher names them
	Table      *table.Table   `json:"-"`          // nil for live sets
	Notices    []table.Notice `json:"notices"`
}

// LiveSets are the generated metrics that go on while the lab runs.
func LiveSets() []Set {
	live := func(id, title, about, unit, expr string, hours int) Set {
		return Set{ID: id, Title: title, About: about, Group: "Generated, live", Unit: unit, Expr: expr, Live: true,
			FromMs: -int64(hours) * time.Hour.Milliseconds(), Spec: map[string]any{}}
	}
	return []Set{
		live("payments", "Payment latency", "An incident began 40 minutes before the lab was started: the alert query fires.", "s", "payment_latency_seconds", 24),
		live("checkout", "Checkout requests", "A day's and a week's rhythm; a dip nine hours before the start; quiet now.", "reqps", "checkout_requests_per_second", 24),
		live("inference", "LLM requests running", "Requests in flight on one model server, with a burst last night.", "short", `{"vllm:num_requests_running"}`, 24),
		live("gpus", "GPU power, four GPUs", "Four series of one query; GPU 2 fell idle six hours before the start.", "watt", "DCGM_FI_DEV_POWER_USAGE", 12),
	}
}

// Shop is the seed article's case: daily sales with weather and promotion as regressors.
func Shop() (Set, error) {
	s, err := FromTable("shop-sales", shopCSV)
	if err != nil {
		return Set{}, fmt.Errorf("the committed shop-sales.csv: %w", err)
	}
	s.Title, s.Group, s.Unit = "A shop's daily sales", "Generated, a year of days", "currencyEUR"
	s.About = "365 days with weather (a category) and promotion; three days that no column explains."
	s.Spec = map[string]any{
		"grid":     map[string]any{"step": "1d"},
		"model":    map[string]any{"kind": "linear"},
		"features": map[string]any{"regressors": regressorSpecs(s.Table)},
	}
	return s, nil
}

// FromTable makes a set of a CSV file's text; name becomes the metric's name.
func FromTable(name string, text []byte) (Set, error) {
	t, err := table.Parse(text)
	if err != nil {
		return Set{}, err
	}
	from, to := t.Span()
	s := Set{ID: name, Title: name, Group: "Your data", Expr: table.MetricName(name), FromMs: from, ToMs: to,
		Spec: map[string]any{}, Table: t, Notices: t.Notices, Regressors: []string{}}
	s.About = fmt.Sprintf("%d rows from %s to %s.", len(t.TimesMs), time.UnixMilli(from).UTC().Format(time.DateOnly), time.UnixMilli(to).UTC().Format(time.DateOnly))
	for _, r := range regressorSpecs(t) {
		s.Regressors = append(s.Regressors, r["name"].(string))
	}
	if len(s.Regressors) > 0 {
		s.Spec = map[string]any{"model": map[string]any{"kind": "linear"}, "features": map[string]any{"regressors": regressorSpecs(t)}}
	}
	return s, nil
}

// regressorSpecs lists every column beside the value as the spec names them.
func regressorSpecs(t *table.Table) []map[string]any {
	specs, value := []map[string]any{}, t.Value()
	for i := range t.Columns {
		c := &t.Columns[i]
		switch {
		case c == value:
		case c.Labels != nil:
			specs = append(specs, map[string]any{"name": c.Name, "kind": "category"})
		default:
			specs = append(specs, map[string]any{"name": c.Name, "kind": "number"})
		}
	}
	return specs
}

// Series is what the embedded Prometheus holds of this set.
func (s Set) Series() []prometheus.Series {
	if s.Table == nil {
		return nil
	}
	return s.Table.Series(s.Expr)
}

// SameAsGenerated tells whether the committed file is the generator's.
func SameAsGenerated() (bool, error) {
	var text bytes.Buffer
	err := WriteShop(&text)
	return bytes.Equal(text.Bytes(), shopCSV), err
}
