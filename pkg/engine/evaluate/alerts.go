package evaluate

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

const (
	// incidentGapMs: anomalies that begin no later than this after each other are one incident.
	incidentGapMs = 1_800_000
	weekMs        = 604_800_000
)

// AlertsPerWeek returns how many incidents began, per week of judged slots: anomaly has shape
// [n], 1 where a slot is anomalous, NaN where it is not judged. Anomalies of neighbouring
// slots, or that begin at most 30 minutes after each other, are one incident; slots that are not
// judged end none. It returns nil where less than a week is judged: a rate of days says nothing
// of weeks.
// Source: Ferro & Segers (2003), runs declustering. Twin: alertsPerWeek.
func AlertsPerWeek(anomaly []float64, stepMs int64) *float64 {
	joined := max(incidentGapMs/stepMs, 1) // judged slots from one anomaly to the next of its incident
	var incidents, judged, last int64
	last = -joined - 1
	for _, a := range anomaly {
		if math.IsNaN(a) {
			continue
		}
		if a == 1 {
			if judged-last > joined {
				incidents++
			}
			last = judged
		}
		judged++
	}
	if judged*stepMs < weekMs {
		return nil
	}
	rate := num.Mul(float64(incidents), weekMs) / num.Mul(float64(judged), float64(stepMs))
	return &rate
}
