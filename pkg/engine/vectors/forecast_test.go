package vectors

import (
	"encoding/json"

	"github.com/tidemark/tidemark/pkg/engine/adapt"
	"github.com/tidemark/tidemark/pkg/engine/band"
	"github.com/tidemark/tidemark/pkg/engine/forecast"
)

// forecastRunners are the runners of stage forecast. Twin: src/engine/vectors/forecastRunners.ts.
var forecastRunners = map[string]runner{
	"forecast/learnGrowth": {
		inputs: []string{"deviations", "from", "interval", "coverage", "most"},
		run: func(in inputs) (any, error) {
			var interval band.Interval
			if err := json.Unmarshal(in.raw("interval"), &interval); err != nil {
				return nil, err
			}
			var parts map[string]json.RawMessage
			if err := json.Unmarshal(in.raw("deviations"), &parts); err != nil {
				return nil, err
			}
			d := inputs{t: in.t, json: parts}
			g := forecast.Learn(adapt.Deviations{Residuals: d.numbers("residuals"), Scale: d.numbers("scale"), Level: d.numbers("level"), Factor: d.numbers("factor")},
				int(in.integer("from")), interval, in.number("coverage"), int(in.integer("most")))
			ahead := make([]float64, len(g.Ahead))
			for i, slots := range g.Ahead {
				ahead[i] = float64(slots)
			}
			return map[string]any{"ahead": ahead, "factor": g.Factor}, nil
		},
	},
	"forecast/growthAt": {
		inputs: []string{"growth", "ahead", "memory"},
		run: func(in inputs) (any, error) {
			var g forecast.Growth
			err := json.Unmarshal(in.raw("growth"), &g)
			return g.At(int(in.integer("ahead")), int(in.integer("memory"))), err
		},
	},
	"forecast/cross": {
		inputs: []string{"times", "expected", "lower", "upper", "threshold"},
		run: func(in inputs) (any, error) {
			c := forecast.Cross(in.times("times"), in.numbers("expected"), in.numbers("lower"), in.numbers("upper"), in.number("threshold"))
			return map[string]any{"rising": c.Rising, "expectedMs": orNever(c.Expected), "lowerMs": orNever(c.Lower), "upperMs": orNever(c.Upper)}, nil
		},
	},
}

// orNever is −1 for no instant.
func orNever(timeMs *int64) float64 {
	if timeMs == nil {
		return -1
	}
	return float64(*timeMs)
}
