// Package demo holds the lab's data: a live system, a shop's year, and, where the files
// are at hand, real series of the Numenta Anomaly Benchmark.
package demo

import (
	"bytes"
	_ "embed"
	"fmt"
	"time"

	"github.com/tidemark/tidemark/cli/table"
	"github.com/tidemark/tidemark/lab/prometheus"
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
	Spec       map[string]any `json:"spec"`       // for the panel, which sees the value alone
	QuerySpec  map[string]any `json:"querySpec"`  // for the data source, where each regressor has a query
	Regressors []string       `json:"regressors"` // further columns of Table
	Windows    [][2]int64     `json:"windows"`    // labelled anomalies, where the publisher names them
	Table      *table.Table   `json:"-"`          // nil for live sets
	Notices    []table.Notice `json:"notices"`
}

// LiveSets are the generated metrics that go on while the lab runs.
func LiveSets() []Set {
	live := func(id, title, about, unit, expr string, hours int) Set {
		return Set{ID: id, Title: title, About: about, Group: "Generated, live", Unit: unit, Expr: expr, Live: true,
			FromMs: -int64(hours) * time.Hour.Milliseconds(), Spec: map[string]any{}, QuerySpec: map[string]any{}}
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
	for _, spec := range []map[string]any{s.Spec, s.QuerySpec} {
		spec["grid"] = map[string]any{"step": "1d"}
		// A shop keeper asks for days that are far off, at twice the usual distance.
		spec["band"] = map[string]any{"limit": map[string]any{"multiple": 2}}
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
	names, queries := regressors(name, t)
	if t.Names != nil && len(names) > 0 {
		t.Notices = append(t.Notices, table.Notice{Code: "csv/several-series", Text: "several series: the columns beside the value are shown, and explain nothing here."})
		names, queries = []string{}, nil
	}
	s := Set{ID: name, Title: name, Group: "Your data", Expr: MetricName(name), FromMs: from, ToMs: to,
		Spec: map[string]any{}, QuerySpec: withRegressors(queries), Table: t, Notices: t.Notices, Regressors: names}
	s.About = fmt.Sprintf("%d rows from %s to %s.", len(t.TimesMs), time.UnixMilli(from).UTC().Format(time.DateOnly), time.UnixMilli(to).UTC().Format(time.DateOnly))
	return s, nil
}

// withRegressors is a spec that only names them; {} where there are none.
func withRegressors(all []map[string]any) map[string]any {
	if len(all) == 0 {
		return map[string]any{}
	}
	return map[string]any{"model": map[string]any{"kind": "linear"}, "features": map[string]any{"regressors": all}}
}

// regressors lists every column beside the value, and, as a spec of the data source has
// them, the query of each series that Prometheus holds of it.
func regressors(metric string, t *table.Table) (names []string, queries []map[string]any) {
	names = []string{}
	value := t.Value()
	for i := range t.Columns {
		c := &t.Columns[i]
		if c == value {
			continue
		}
		names = append(names, c.Name)
		expr := MetricName(metric + "_" + c.Name)
		if c.Labels == nil {
			queries = append(queries, regressorQuery(c.Name, expr))
			continue
		}
		for _, label := range table.Distinct(c.Labels) {
			selector := fmt.Sprintf("%s{%s=%q}", expr, MetricName(c.Name), label)
			queries = append(queries, regressorQuery(c.Name+" "+label, selector))
		}
	}
	return names, queries
}

func regressorQuery(name, expr string) map[string]any {
	return map[string]any{"name": name, "query": map[string]any{"query": map[string]any{"expr": expr}}}
}

// Series is what the embedded Prometheus holds of this set.
func (s Set) Series() []prometheus.Series {
	if s.Table == nil {
		return nil
	}
	return seriesOf(s.Table, s.Expr)
}

// SameAsGenerated tells whether the committed file is the generator's.
func SameAsGenerated() (bool, error) {
	var text bytes.Buffer
	err := WriteShop(&text)
	return bytes.Equal(text.Bytes(), shopCSV), err
}
