package engine_test

import (
	"context"
	"encoding/json"

	"github.com/tidemark/tidemark/pkg/engine/adapt"
)

// adaptRunners are the runners of stage adapt. Twin: src/engine/vectors/adaptRunners.ts.
var adaptRunners = map[string]runner{
	"adapt/learnTrail": {
		inputs: []string{"residuals", "scale", "overall", "points"},
		run: func(in inputs) (any, error) {
			t, _ := adapt.Learn(context.Background(), in.numbers("residuals"), in.numbers("scale"), in.number("overall"), int(in.integer("points")))
			return map[string]any{"points": float64(t.Points), "share": t.Share, "lasting": t.Lasting, "base": t.Base}, nil
		},
	},
	"adapt/follow": {
		inputs: []string{"trail", "residuals", "scale"},
		run: func(in inputs) (any, error) {
			var trail adapt.Trail
			if err := json.Unmarshal(in.raw("trail"), &trail); err != nil {
				return nil, err
			}
			d := trail.Follow(context.Background(), in.numbers("residuals"), in.numbers("scale"))
			return map[string]any{"level": d.Level, "factor": d.Factor}, nil
		},
	},
}
