package plugin

import (
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/frames"
)

// renderEvaluation writes a table, one row a series: how good the models were that judged the
// time range, each slot by one that had not seen it.
func renderEvaluation(p plan, verdicts []verdict) rendered {
	rows := make([]frames.Evaluated, 0, len(verdicts))
	var learning []string
	for _, v := range verdicts {
		if len(v.analysis.Models) == 0 {
			learning = append(learning, v.series.Title())
			continue
		}
		rows = append(rows, frames.Evaluated{
			Series: v.series, Model: v.analysis.Models[len(v.analysis.Models)-1], Evaluation: engine.Evaluate(v.analysis, p.spec),
			Asked: p.spec.Band.Edge.AlertsPerWeek,
		})
	}
	r := rendered{data.Frames{frames.Evaluation(rows)}}
	r.engineNotices(p.notices, map[string]bool{})
	r.leftOut(map[uint8][]string{engine.Learning: learning})
	return r
}
