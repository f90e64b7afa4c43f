package vectors

import "github.com/tidemark/tidemark/pkg/engine/evaluate"

// evaluateRunners are the runners of stage evaluate. Twin: src/engine/vectors/evaluateRunners.ts.
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
			return orNull(evaluate.AlertsPerWeek(in.numbers("anomaly"), in.integer("stepMs"))), nil
		},
	},
	"evaluate/incidents": {
		inputs: []string{"anomaly", "stepMs"},
		run: func(in inputs) (any, error) {
			first, last := []float64{}, []float64{}
			for _, one := range evaluate.Incidents(in.numbers("anomaly"), in.integer("stepMs")) {
				first, last = append(first, float64(one.First)), append(last, float64(one.Last))
			}
			return map[string]any{"first": first, "last": last}, nil
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
