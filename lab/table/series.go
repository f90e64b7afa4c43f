package table

import (
	"math"
	"regexp"

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

// Series gives the table to Prometheus: numbers as <metric> or <metric>_<column>, and a
// category as one 0/1 series a label, the way such facts are exported.
func (t *Table) Series(metric string) []prometheus.Series {
	rows, value := t.Order(), t.Value()
	var out []prometheus.Series
	for i := range t.Columns {
		column := &t.Columns[i]
		name := MetricName(metric + "_" + column.Name)
		if column == value {
			name = MetricName(metric)
		}
		if column.Labels == nil {
			out = append(out, t.pick(rows, map[string]string{"__name__": name}, func(row int) float64 { return column.Numbers[row] }))
			continue
		}
		for _, label := range Distinct(column.Labels) {
			out = append(out, t.pick(rows, map[string]string{"__name__": name, MetricName(column.Name): label}, func(row int) float64 {
				if column.Labels[row] == label {
					return 1
				}
				return 0
			}))
		}
	}
	return out
}

func (t *Table) pick(rows []int, labels map[string]string, at func(row int) float64) prometheus.Series {
	s := prometheus.Series{Labels: labels}
	for _, row := range rows {
		if v := at(row); !math.IsNaN(v) && !math.IsInf(v, 0) {
			s.TimesMs, s.Values = append(s.TimesMs, t.TimesMs[row]), append(s.Values, v)
		}
	}
	return s
}

// Distinct lists the different labels in the order of first mention.
func Distinct(labels []string) []string {
	seen, out := map[string]bool{}, []string{}
	for _, label := range labels {
		if !seen[label] {
			seen[label] = true
			out = append(out, label)
		}
	}
	return out
}
