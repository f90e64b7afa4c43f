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
	"band/tailsOf": {
		inputs: []string{"lower", "upper", "level"},
		run: func(in inputs) (any, error) {
			t := band.TailsOf(in.numbers("lower"), in.numbers("upper"), in.number("level"))
			return map[string]any{"width": t.Width, "below": t.Below, "above": t.Above}, nil
		},
	},
	"band/conformity": {
		inputs: []string{"z", "below", "above", "rows", "coverage"},
		run: func(in inputs) (any, error) {
			e := band.Conformity(in.numbers("z"), band.Tails{Below: in.numbers("below"), Above: in.numbers("above")}, in.integers("rows"), in.number("coverage"))
			return map[string]any{"lower": e.Lower, "upper": e.Upper}, nil
		},
	},
	"band/wander": {
		inputs: []string{"z", "stepMs"},
		run: func(in inputs) (any, error) {
			return band.Wander(in.numbers("z"), in.integer("stepMs")), nil
		},
	},
	"band/peakEdge": {
		inputs: []string{"times", "z", "typical", "stepMs", "apartMs", "alertsPerWeek"},
		run: func(in inputs) (any, error) {
			e := band.PeakEdge(in.times("times"), in.numbers("z"), in.numbers("typical"), in.integer("stepMs"), in.integer("apartMs"), in.number("alertsPerWeek"))
			return map[string]any{"lower": e.Lower, "upper": e.Upper}, nil
		},
	},
}
