package evaluate

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

const weekMs = 604_800_000

// AlertsPerWeek returns how many incidents began, per week of judged slots; anomaly is as for
// Incidents. It returns nil where less than a week is judged: a rate of days says nothing of weeks.
// Twin: alertsPerWeek.
func AlertsPerWeek(anomaly []float64, stepMs int64) *float64 {
	judged := int64(0)
	for _, a := range anomaly {
		if !math.IsNaN(a) {
			judged++
		}
	}
	if judged*stepMs < weekMs {
		return nil
	}
	incidents := float64(len(Incidents(anomaly, stepMs)))
	rate := num.Mul(incidents, weekMs) / num.Mul(float64(judged), float64(stepMs))
	return &rate
}
