package vectors

import "github.com/tidemark/tidemark/pkg/engine/pooled"

// pooledRunners are the runners of stage pooled. Twin: src/engine/vectors/pooledRunners.ts.
var pooledRunners = map[string]runner{
	"pooled/compareHistories": {
		inputs: []string{"a", "b"},
		run: func(in inputs) (any, error) {
			return map[string]any{"order": float64(pooled.CompareHistories(in.numbers("a"), in.numbers("b")))}, nil
		},
	},
	"pooled/findCommon": {
		inputs: []string{"values"},
		run: func(in inputs) (any, error) {
			c := pooled.Find(in.rows("values"))
			normalised := make([]any, len(c.Normalised))
			for i, row := range c.Normalised {
				normalised[i] = row
			}
			return map[string]any{"normalised": normalised, "typical": c.Typical, "relative": c.Relative, "spread": c.Spread}, nil
		},
	},
	"pooled/placeIn": {
		inputs: []string{"relative", "spread", "values", "shape"},
		run: func(in inputs) (any, error) {
			c := pooled.Common{Relative: in.truth("relative"), Spread: in.number("spread")}
			level, spread := c.Place(in.numbers("values"), in.numbers("shape"))
			return map[string]any{"level": level, "spread": spread}, nil
		},
	},
}
