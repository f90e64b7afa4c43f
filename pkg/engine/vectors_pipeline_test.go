package engine_test

import (
	"context"

	"github.com/tidemark/tidemark/pkg/engine"
)

// pipelineRunners are the runners of the whole pipeline. Twin: src/engine/vectors/pipelineRunners.ts.
var pipelineRunners = map[string]runner{
	"pipeline/analyse": {
		inputs: []string{"times", "values", "spec", "fromMs", "toMs"},
		run: func(in inputs) (any, error) {
			a, err := in.analysis(in.times("times"), 0)
			if err != nil {
				return nil, err
			}
			parts := map[string]any{}
			for name, column := range columns(a) {
				parts[name] = column
			}
			parts["timesMs"] = parts["times"]
			delete(parts, "times")
			return parts, nil
		},
	},
	"pipeline/states": {
		inputs: []string{"startMs", "stepMs", "values", "spec", "fromMs", "toMs"},
		run: func(in inputs) (any, error) {
			times := make([]int64, len(in.numbers("values")))
			for i := range times {
				times[i] = in.integer("startMs") + int64(i)*in.integer("stepMs")
			}
			a, err := in.analysis(times, in.integer("stepMs"))
			if err != nil {
				return nil, err
			}
			codes := []any{}
			for _, n := range a.Notices {
				codes = append(codes, n.Code)
			}
			return map[string]any{"runs": runsOf(a.State), "notices": codes}, nil
		},
	},
}

func (in inputs) analysis(times []int64, stepMs int64) (*engine.Analysis, error) {
	in.t.Helper()
	raw := engine.Series{TimesMs: times, Values: in.numbers("values")}
	w := engine.Window{FromMs: in.integer("fromMs"), ToMs: in.integer("toMs"), StepMs: stepMs}
	return engine.Analyse(context.Background(), engine.Input{Series: raw}, in.spec("spec"), w, nil)
}

// runsOf says how many slots in a row have which state, in words.
func runsOf(states []uint8) []any {
	words := []string{"learning", "normal", "anomalous", "excluded", "missing"}
	runs := []any{}
	for from := 0; from < len(states); {
		to := from
		for to < len(states) && states[to] == states[from] {
			to++
		}
		runs = append(runs, []any{float64(to - from), words[states[from]]})
		from = to
	}
	return runs
}
