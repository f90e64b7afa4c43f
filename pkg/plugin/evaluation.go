package plugin

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/evaluate"
	"github.com/tidemark/tidemark/pkg/frames"
)

// maxIncidents bounds the incidents that one answer lists.
const maxIncidents = 1000

// renderEvaluation writes a table, one row a series: how good the models were that judged the
// time range, each slot by one that had not seen it. A second table has the incidents that the
// alerts a week count, the newest most of them.
func renderEvaluation(p plan, verdicts []verdict, most int) rendered {
	rows := make([]frames.Evaluated, 0, len(verdicts))
	var incidents []frames.Incident
	var learning []string
	for _, v := range verdicts {
		if len(v.analysis.Models) == 0 {
			learning = append(learning, v.series.Title())
			continue
		}
		rows = append(rows, frames.Evaluated{
			Series: v.series, Model: v.analysis.Models[len(v.analysis.Models)-1], Evaluation: engine.Evaluate(v.analysis, p.spec),
			Asked: p.spec.Band.Limit.AlertsPerWeek,
		})
		incidents = append(incidents, incidentsOf(v)...)
	}
	slices.SortStableFunc(incidents, func(a, b frames.Incident) int { return cmp.Compare(b.FromMs, a.FromMs) })
	shown := incidents[:min(len(incidents), most)]
	r := rendered{data.Frames{frames.Evaluation(rows), frames.Incidents(shown)}}
	if len(shown) < len(incidents) {
		r.inform("query/incidents-left-out", "The newest "+strconv.Itoa(len(shown))+" of "+strconv.Itoa(len(incidents))+" incidents are listed; look at a shorter range for the others.")
	}
	r.engineNotices(p.notices, map[string]bool{})
	r.leftOut(map[uint8][]string{engine.Learning: learning})
	return r
}

// incidentsOf lists the incidents of a series, oldest first.
func incidentsOf(v verdict) []frames.Incident {
	a := v.analysis
	var found []frames.Incident
	for _, run := range evaluate.Incidents(a.Anomaly, a.StepMs) {
		peak := run.First
		for i := run.First; i <= run.Last; i++ {
			if a.Score[i] > a.Score[peak] || math.IsNaN(a.Score[peak]) {
				peak = i
			}
		}
		endMs := a.TimesMs[run.Last] + a.StepMs
		if run.Last+1 < len(a.TimesMs) { // a slot of days or of a month has a length of its own
			endMs = a.TimesMs[run.Last+1]
		}
		found = append(found, frames.Incident{Series: v.series, FromMs: a.TimesMs[run.First], ToMs: endMs, Peak: a.Score[peak], Reason: a.Reason[peak]})
	}
	return found
}
