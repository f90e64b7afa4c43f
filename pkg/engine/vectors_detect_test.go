package engine_test

import (
	"github.com/tidemark/tidemark/pkg/engine/detect"
	"github.com/tidemark/tidemark/pkg/engine/spec"
)

// detectRunners are the runners of stage detect. Twin: src/engine/vectors/detectRunners.ts.
var detectRunners = map[string]runner{
	"detect/decide": {
		inputs: []string{"scores", "detect"},
		run: func(in inputs) (any, error) {
			s, _, err := spec.Parse([]byte(`{"schemaVersion":1,"detect":` + string(in.raw("detect")) + `}`))
			if err != nil {
				return nil, err
			}
			return detect.Decide(in.numbers("scores"), s.Detect), nil
		},
	},
	"detect/flat": {
		inputs: []string{"history", "values", "stepMs"},
		run: func(in inputs) (any, error) {
			history, values, stepMs := in.numbers("history"), in.numbers("values"), in.integer("stepMs")
			limit := detect.FlatLimit(history, stepMs)
			return map[string]any{"limit": float64(limit), "scores": detect.FlatScores(values, limit, stepMs)}, nil
		},
	},
}
