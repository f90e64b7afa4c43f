package vectors

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
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
			return map[string]any{
				"timesMs": floats(a.TimesMs), "value": a.Value, "expected": a.Expected, "lower": a.Lower, "upper": a.Upper, "intervalLower": a.IntervalLower, "intervalUpper": a.IntervalUpper,
				"lower99": a.Lower99, "upper99": a.Upper99, "score": a.Score, "reason": a.Reason, "drift": a.Drift, "direction": a.Direction, "anomaly": a.Anomaly, "state": statesOf(a),
			}, nil
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
	"pipeline/digest": {
		inputs: []string{"seed", "points", "stepMs", "swing", "noise", "round", "zeros", "changes", "holds", "spec"},
		run:    digestOfAnalysis,
	},
	"pipeline/forecast": {
		inputs: []string{"seed", "points", "stepMs", "swing", "noise", "round", "zeros", "changes", "holds", "spec"},
		run:    digestOfForecast,
	},
}

func statesOf(a *engine.Analysis) []float64 {
	states := make([]float64, len(a.State))
	for i, s := range a.State {
		states[i] = float64(s)
	}
	return states
}

const digestStartMs = 1_767_571_200_000 // a Monday

// digestOfAnalysis is one hash of the last two thirds of the analysis of a series that is drawn.
func digestOfAnalysis(in inputs) (any, error) {
	stepMs := in.integer("stepMs")
	raw, err := in.drawn(int(in.integer("points")), stepMs)
	if err != nil {
		return nil, err
	}
	n := len(raw.TimesMs)
	w := engine.Window{FromMs: raw.TimesMs[n/3], ToMs: raw.TimesMs[n-1], StepMs: stepMs}
	a, err := engine.Analyse(context.Background(), engine.Input{Series: raw}, in.spec("spec"), w, nil)
	if err != nil {
		return nil, err
	}
	columns := [][]float64{a.Expected, a.Lower, a.Upper, a.IntervalLower, a.IntervalUpper, a.Lower99, a.Upper99, a.Score, a.Reason, a.Drift, a.Direction, a.Anomaly}
	for _, m := range a.Models {
		columns = append(columns, []float64{m.Coverage, m.MAE})
	}
	return hashOf(columns), nil
}

// digestOfForecast is one hash of what a series that is drawn is forecast to become.
func digestOfForecast(in inputs) (any, error) {
	stepMs := in.integer("stepMs")
	raw, err := in.drawn(int(in.integer("points")), stepMs)
	if err != nil {
		return nil, err
	}
	w := engine.Window{FromMs: raw.TimesMs[0], ToMs: raw.TimesMs[len(raw.TimesMs)-1], StepMs: stepMs}
	f, err := engine.ForecastSeries(context.Background(), engine.Input{Series: raw}, in.spec("spec"), w, nil)
	if err != nil {
		return nil, err
	}
	return hashOf([][]float64{f.Expected, f.Lower, f.Upper, f.IntervalLower, f.IntervalUpper}), nil
}

// hashOf is FNV-1a over the 32-bit halves of all numbers.
func hashOf(columns [][]float64) float64 {
	hash := uint32(0x811c9dc5)
	for _, column := range columns {
		for _, v := range column {
			if math.IsNaN(v) { // which has many bits
				v = math.Copysign(0, -1)
			}
			bits := math.Float64bits(v)
			hash = (hash ^ uint32(bits>>32)) * 0x01000193
			hash = (hash ^ uint32(bits)) * 0x01000193
		}
	}
	return float64(hash)
}

// drawn is a shape of the day with noise, rounded, then held and changed where the case says.
func (in inputs) drawn(n int, stepMs int64) (engine.Series, error) {
	random, err := num.NewRandom(in.integer("seed"))
	if err != nil {
		return engine.Series{}, err
	}
	swing, noise, whole, zeros := in.number("swing"), in.number("noise"), in.number("round"), in.number("zeros")
	s := engine.Series{TimesMs: make([]int64, n), Values: make([]float64, n)}
	for k := range n {
		s.TimesMs[k] = digestStartMs + int64(k)*stepMs
		part := float64(4*(s.TimesMs[k]%zone.DayMs))/zone.DayMs - 2 // of the day, −2 … 2
		v := 100 + num.Mul(num.Mul(swing, part), part) + num.Mul(noise, random.Normal())
		if whole > 0 {
			v = num.Mul(math.Floor(v/whole), whole)
		}
		if random.Uniform() < zeros {
			v = 0
		}
		s.Values[k] = v
	}
	for _, hold := range in.rows("holds") {
		from, length := int(hold[0]), int(hold[1])
		for k := from; k < from+length; k++ {
			s.Values[k] = s.Values[from]
		}
	}
	for _, change := range in.rows("changes") {
		from, length := int(change[0]), int(change[1])
		for k := from; k < min(from+length, n); k++ {
			s.Values[k] += change[2]
		}
	}
	return s, nil
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
