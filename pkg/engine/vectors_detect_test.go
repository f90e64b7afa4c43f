package engine_test

import (
	"github.com/tidemark/tidemark/pkg/engine/adapt"
	"github.com/tidemark/tidemark/pkg/engine/detect"
)

// detectRunners are the runners of stage detect. Twin: src/engine/vectors/detectRunners.ts.
var detectRunners = map[string]runner{
	"detect/decide": {
		inputs: []string{"scores", "detect"},
		run: func(in inputs) (any, error) {
			return detect.Decide(in.numbers("scores"), in.specOf("detect").Detect), nil
		},
	},
	"detect/onset": {
		inputs: []string{"times", "values", "residuals", "level", "jumps", "stepMs", "alertsPerWeek"},
		run: func(in inputs) (any, error) {
			values, residuals := in.numbers("values"), in.numbers("residuals")
			d := adapt.Deviations{Residuals: residuals, Level: in.numbers("level")}
			rule := detect.LearnOnset(in.times("times"), values, d, in.integer("stepMs"), in.number("alertsPerWeek"))
			e := detect.Evidence{Values: values, Deviations: d, Jumps: in.numbers("jumps")}
			return map[string]any{
				"rule": map[string]any{
					"value": rule.Value, "residual": rule.Residual, "points": float64(rule.Points),
					"leap": rule.Joint.Leap, "deviation": rule.Joint.Deviation, "small": rule.Joint.Small,
				},
				"scores": rule.Scores(e),
			}, nil
		},
	},
	"detect/sustained": {
		inputs: []string{"times", "residuals", "level", "scale", "factor", "stepMs", "alertsPerWeek"},
		run: func(in inputs) (any, error) {
			d := adapt.Deviations{Residuals: in.numbers("residuals"), Level: in.numbers("level"), Scale: in.numbers("scale"), Factor: in.numbers("factor")}
			rule := detect.LearnSustained(in.times("times"), d, in.integer("stepMs"), in.number("alertsPerWeek"))
			return map[string]any{
				"rule":   map[string]any{"points": float64(rule.Points), "recent": float64(rule.Recent), "lower": rule.Edge.Lower, "upper": rule.Edge.Upper},
				"scores": rule.Scores(d),
			}, nil
		},
	},
	"detect/range": {
		inputs: []string{"history", "values", "expected", "stepMs", "alertsPerWeek"},
		run: func(in inputs) (any, error) {
			rule := detect.LearnRange(in.numbers("history"), in.integer("stepMs"), in.number("alertsPerWeek"))
			values, expected := in.numbers("values"), in.numbers("expected")
			residuals := make([]float64, len(values))
			for i, v := range values {
				residuals[i] = v - expected[i]
			}
			e := detect.Evidence{Values: values, Deviations: adapt.Deviations{Residuals: residuals, Level: make([]float64, len(values))}}
			return map[string]any{"lowest": rule.Lowest, "highest": rule.Highest, "room": rule.Room, "recent": float64(rule.Recent), "scores": rule.Scores(e)}, nil
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
