package vectors

import (
	"context"
	"encoding/json"
	"math"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/explain"
	"github.com/tidemark/tidemark/pkg/engine/fit"
)

// explainRunners are the runners of stage explain. Twin: src/engine/vectors/explainRunners.ts.
var explainRunners = map[string]runner{
	"explain/scaledParts": {
		inputs: []string{"trend", "season", "calendar", "regressor", "level", "factor"},
		run: func(in inputs) (any, error) {
			p := explain.Parts{Trend: in.number("trend"), Season: in.number("season"), Calendar: in.number("calendar")}
			p.Regressors = []explain.Effect{{Name: "warmth", Value: in.number("regressor")}}
			p = p.Scaled(in.number("level"), in.number("factor"))
			warmth := map[string]any{"name": p.Regressors[0].Name, "value": p.Regressors[0].Value}
			return map[string]any{"level": p.Level, "trend": p.Trend, "season": p.Season, "calendar": p.Calendar, "regressors": []any{warmth}}, nil
		},
	},
	"explain/permute": {
		inputs: []string{"model", "times", "holidays?", "actual", "seed"},
		run: func(in inputs) (any, error) {
			var model fit.Model
			if err := json.Unmarshal(in.raw("model"), &model); err != nil {
				return nil, err
			}
			actual := in.numbers("actual")
			errorAt := func(i int, expected float64) float64 { return math.Abs(actual[i] - expected) }
			meanError, groups, err := explain.Permute(context.Background(), model, in.calendar(), nil, errorAt, in.integer("seed"))
			return map[string]any{"meanError": meanError, "groups": groupParts(groups)}, err
		},
	},
	"explain/explainAt": {
		inputs: []string{"startMs", "stepMs", "values", "drive", "spec", "atMs"},
		run: func(in inputs) (any, error) {
			w := engine.Window{StepMs: in.integer("stepMs")}
			e, err := engine.ExplainAt(context.Background(), in.driven(), in.spec("spec"), w, in.integer("atMs"), nil)
			return e != nil, err
		},
	},
	"explain/importanceOf": {
		inputs: []string{"startMs", "stepMs", "values", "drive", "spec", "fromMs", "toMs"},
		run: func(in inputs) (any, error) {
			w := engine.Window{FromMs: in.integer("fromMs"), ToMs: in.integer("toMs"), StepMs: in.integer("stepMs")}
			i, err := engine.ImportanceOf(context.Background(), in.driven(), in.spec("spec"), w, nil)
			if err != nil {
				return nil, err
			}
			return map[string]any{"rows": float64(i.Rows), "mae": i.MAE, "groups": groupParts(i.Groups)}, nil
		},
	},
}

func groupParts(groups []explain.Importance) []any {
	parts := make([]any, len(groups))
	for i, g := range groups {
		parts[i] = map[string]any{"group": g.Group, "name": g.Name, "increase": g.Increase, "share": g.Share}
	}
	return parts
}

// driven gives a series of even steps and the regressor that drives it.
func (in inputs) driven() engine.Input {
	values := in.numbers("values")
	timesMs := make([]int64, len(values))
	for i := range timesMs {
		timesMs[i] = in.integer("startMs") + int64(i)*in.integer("stepMs")
	}
	drive := engine.Series{TimesMs: timesMs, Values: in.numbers("drive")}
	return engine.Input{
		Series:     engine.Series{TimesMs: timesMs, Values: values},
		Regressors: []engine.Regressor{{Name: "drive", Kind: "number", Series: drive}},
	}
}
