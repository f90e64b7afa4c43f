package vectors

import (
	"context"
	"encoding/json"

	"github.com/tidemark/tidemark/pkg/engine/adapt"
)

// adaptRunners are the runners of stage adapt. Twin: src/engine/vectors/adaptRunners.ts.
var adaptRunners = map[string]runner{
	"adapt/learnLocalLevel": {
		inputs: []string{"residuals", "scale", "overall", "points"},
		run: func(in inputs) (any, error) {
			t, _ := adapt.Learn(context.Background(), in.numbers("residuals"), in.numbers("scale"), in.number("overall"), int(in.integer("points")))
			return map[string]any{"points": float64(t.Points), "gain": t.Gain, "shiftThreshold": t.ShiftThreshold, "referenceScale": t.ReferenceScale}, nil
		},
	},
	"adapt/follow": {
		inputs: []string{"localLevel", "residuals", "scale"},
		run: func(in inputs) (any, error) {
			var localLevel adapt.LocalLevel
			if err := json.Unmarshal(in.raw("localLevel"), &localLevel); err != nil {
				return nil, err
			}
			d := localLevel.Follow(context.Background(), in.numbers("residuals"), in.numbers("scale"))
			return map[string]any{"level": d.Level, "factor": d.Factor}, nil
		},
	},
}
