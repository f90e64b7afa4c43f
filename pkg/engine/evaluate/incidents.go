package evaluate

import "math"

// incidentGapMs: anomalies that begin no later than this after each other are one incident.
const incidentGapMs = 1_800_000

// Incident is the slots of an incident, from its first anomaly to its last.
type Incident struct{ First, Last int }

// Incidents returns the alerts that a rule would have raised, oldest first: anomaly has shape [n], 1 where a
// slot is anomalous, NaN where it is not judged. Anomalies of neighbouring slots, or that begin at
// most 30 minutes after each other, are one incident; slots that are not judged end none.
// Source: Ferro & Segers (2003), runs declustering. Twin: incidents.
func Incidents(anomaly []float64, stepMs int64) []Incident {
	joined := max(incidentGapMs/stepMs, 1) // judged slots from one anomaly to the next of its incident
	var runs []Incident
	var judged, last int64
	for i, a := range anomaly {
		if math.IsNaN(a) {
			continue
		}
		if a == 1 {
			if len(runs) > 0 && judged-last <= joined {
				runs[len(runs)-1].Last = i
			} else {
				runs = append(runs, Incident{i, i})
			}
			last = judged
		}
		judged++
	}
	return runs
}
