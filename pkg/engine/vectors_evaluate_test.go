package engine_test

import (
	"encoding/json"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/evaluate"
	"github.com/tidemark/tidemark/pkg/engine/explain"
	"github.com/tidemark/tidemark/pkg/engine/fit"
)

// evaluateRunners are the runners of stages explain and evaluate. Twin: src/engine/vectors/evaluateRunners.ts.
var evaluateRunners = map[string]runner{
	"evaluate/measure": {
		inputs: []string{"actual", "expected", "lag"},
		run: func(in inputs) (any, error) {
			e := evaluate.Measure(in.numbers("actual"), in.numbers("expected"), int(in.integer("lag")))
			return map[string]any{"n": float64(e.N), "mse": e.MSE, "mae": e.MAE, "r2": orNull(e.R2), "mase": orNull(e.MASE)}, nil
		},
	},
	"evaluate/measureBand": {
		inputs: []string{"actual", "lower", "expected", "upper", "coverage"},
		run: func(in inputs) (any, error) {
			e := evaluate.MeasureBand(in.numbers("actual"), in.numbers("lower"), in.numbers("expected"), in.numbers("upper"), in.number("coverage"))
			return map[string]any{"n": float64(e.N), "coverage": e.Coverage, "intervalScore": e.IntervalScore, "pinball": e.Pinball}, nil
		},
	},
	"evaluate/alertsPerWeek": {
		inputs: []string{"anomaly", "stepMs"},
		run: func(in inputs) (any, error) {
			return evaluate.AlertsPerWeek(in.numbers("anomaly"), in.integer("stepMs")), nil
		},
	},
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
			meanError, groups, err := explain.Permute(model, in.calendar(), nil, errorAt, in.integer("seed"))
			parts := make([]any, len(groups))
			for i, g := range groups {
				parts[i] = map[string]any{"group": g.Group, "name": g.Name, "increase": g.Increase, "share": g.Share}
			}
			return map[string]any{"meanError": meanError, "groups": parts}, err
		},
	},
}

// orNull is nil, as JSON's null decodes, for no number.
func orNull(v *float64) any {
	if v == nil {
		return nil
	}
	return *v
}
