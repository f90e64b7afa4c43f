package demo

import (
	"math"
	"regexp"

	"github.com/tidemark/tidemark/cli/table"
	"github.com/tidemark/tidemark/lab/prometheus"
)

var notInName = regexp.MustCompile(`[^a-zA-Z0-9_]+`)

// MetricName turns any text into the name of a Prometheus metric.
func MetricName(text string) string {
	name := notInName.ReplaceAllString(text, "_")
	if name == "" || name[0] >= '0' && name[0] <= '9' {
		name = "_" + name
	}
	return name
}

// seriesOf gives a table to Prometheus: numbers as <metric> or <metric>_<column>, and a
// category as one 0/1 series a label, the way such facts are exported. Each series of a long
// file has its name as a label.
func seriesOf(t *table.Table, metric string) []prometheus.Series {
	var out []prometheus.Series
	for _, group := range t.Groups() {
		for _, s := range seriesOfGroup(t, metric, t.Order(group)) {
			if t.Names != nil {
				s.Labels[MetricName(t.NameColumn)] = group.Name
			}
			out = append(out, s)
		}
	}
	return out
}

func seriesOfGroup(t *table.Table, metric string, rows []int) []prometheus.Series {
	var out []prometheus.Series
	value := t.Value()
	for i := range t.Columns {
		column := &t.Columns[i]
		name := MetricName(metric + "_" + column.Name)
		if column == value {
			name = MetricName(metric)
		}
		if column.Labels == nil {
			out = append(out, pick(t, rows, map[string]string{"__name__": name}, func(row int) float64 { return column.Numbers[row] }))
			continue
		}
		for _, label := range table.Distinct(column.Labels) {
			out = append(out, pick(t, rows, map[string]string{"__name__": name, MetricName(column.Name): label}, func(row int) float64 {
				if column.Labels[row] == label {
					return 1
				}
				return 0
			}))
		}
	}
	return out
}

func pick(t *table.Table, rows []int, labels map[string]string, at func(row int) float64) prometheus.Series {
	s := prometheus.Series{Labels: labels}
	for _, row := range rows {
		if v := at(row); !math.IsNaN(v) && !math.IsInf(v, 0) {
			s.TimesMs, s.Values = append(s.TimesMs, t.TimesMs[row]), append(s.Values, v)
		}
	}
	return s
}
