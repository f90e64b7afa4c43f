package plugin

import (
	"testing"

	"github.com/prometheus/client_golang/prometheus"
)

// metricOf is a counter of the process, 0 if it has not been counted yet; label is the value of
// its only label.
func metricOf(t *testing.T, name, label string) float64 {
	t.Helper()
	families, err := prometheus.DefaultGatherer.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		for _, metric := range family.GetMetric() {
			labels := metric.GetLabel()
			if family.GetName() == name && (len(labels) == 0 || labels[0].GetValue() == label) {
				return metric.GetCounter().GetValue()
			}
		}
	}
	return 0
}
