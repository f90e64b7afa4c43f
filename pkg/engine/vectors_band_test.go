package engine_test

import "github.com/tidemark/tidemark/pkg/engine/band"

// bandRunners are the runners of stage band. Twin: src/engine/vectors/bandRunners.ts.
var bandRunners = map[string]runner{
	"band/normalQuantile": {
		inputs: []string{"p"},
		run:    func(in inputs) (any, error) { return band.NormalQuantile(in.number("p")), nil },
	},
	"band/learnScale": {
		inputs: []string{"timezone", "times", "residuals", "spanMs", "seasonal"},
		run: func(in inputs) (any, error) {
			s := band.LearnScale(in.calendar(), in.numbers("residuals"), in.integer("spanMs"), in.truth("seasonal"))
			return map[string]any{"overall": s.Overall, "hours": s.Hours}, nil
		},
	},
	"band/wander": {
		inputs: []string{"z", "stepMs"},
		run: func(in inputs) (any, error) {
			return band.Wander(in.numbers("z"), in.integer("stepMs")), nil
		},
	},
	"band/peakEdge": {
		inputs: []string{"times", "z", "typical", "stepMs", "alertsPerWeek"},
		run: func(in inputs) (any, error) {
			e := band.PeakEdge(in.times("times"), in.numbers("z"), in.numbers("typical"), in.integer("stepMs"), in.number("alertsPerWeek"))
			return map[string]any{"lower": e.Lower, "upper": e.Upper}, nil
		},
	},
}
