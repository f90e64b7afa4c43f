package vectors

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/adapt"
	"github.com/tidemark/tidemark/pkg/engine/band"
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
	"detect/lengths": {
		inputs: []string{"values", "residuals", "stepMs"},
		run: func(in inputs) (any, error) {
			out := map[string]any{}
			for _, s := range detect.Statistics {
				out[s.Name] = s.Lengths(in.window())
			}
			return out, nil
		},
	},
	"detect/boundary": {
		inputs: []string{"values", "residuals", "stepMs", "limit", "slots"},
		run: func(in inputs) (any, error) {
			out, slots := map[string]any{}, in.parts("slots")
			for _, s := range detect.Statistics {
				out[s.Name] = boundaries(s, in.window(), slots[s.Name], in.number("limit"))
			}
			return out, nil
		},
	},
	"detect/peaks": {
		inputs: []string{"times", "x", "stepMs"},
		run: func(in inputs) (any, error) {
			return detect.Peaks(in.times("times"), in.numbers("x"), in.integer("stepMs")), nil
		},
	},
	"detect/returnLevel": {
		inputs: []string{"peaks", "days", "exceedances"},
		run: func(in inputs) (any, error) {
			return detect.ReturnLevel(in.numbers("peaks"), in.number("days"), in.number("exceedances")), nil
		},
	},
	"detect/learnLimits": {
		inputs: []string{"startMs", "values", "residuals", "level", "scale", "stepMs", "alertsPerWeek"},
		run: func(in inputs) (any, error) {
			values := in.numbers("values")
			times := make([]int64, len(values))
			for i := range times {
				times[i] = in.integer("startMs") + int64(i)*in.integer("stepMs")
			}
			d := adapt.Deviations{Residuals: in.numbers("residuals"), Scale: in.numbers("scale"), Level: in.numbers("level"), Factor: ones(len(values))}
			l := detect.LearnLimits(times, values, d, in.integer("stepMs"), in.number("alertsPerWeek"))
			lower, upper := []float64{}, []float64{}
			for _, s := range l.Statistics {
				lower, upper = append(lower, s.Lower), append(upper, s.Upper)
			}
			return map[string]any{"seasonal": l.Seasonal, "reference": l.Reference, "lower": lower, "upper": upper, "stuck": l.Stuck, "dayMean": l.DayMean}, nil
		},
	},
	"detect/score": {
		inputs: []string{"values", "residuals", "stepMs", "limits", "stuck", "scales", "lower", "upper", "minLimit", "minDeviation", "direction"},
		run: func(in inputs) (any, error) {
			e := detect.ScoreInput{
				Window: in.window(), Scales: in.numbers("scales"), Lower: in.numbers("lower"), Upper: in.numbers("upper"),
				MinLimit: in.intervals("minLimit"), MinDeviation: in.intervals("minDeviation"), Direction: text(in.raw("direction")),
			}
			s := detect.Limits{Statistics: in.intervals("limits"), Stuck: in.number("stuck")}.Score(e)
			return map[string]any{"score": s.Score, "reason": s.Reason, "boundary": s.Boundary}, nil
		},
	},
	"detect/drift": {
		inputs: []string{"residuals", "stepMs", "dayMean", "minLimit", "minDeviation", "direction"},
		run: func(in inputs) (any, error) {
			residuals := in.numbers("residuals")
			e := detect.ScoreInput{
				Window:   detect.Window{StepMs: in.integer("stepMs")},
				MinLimit: in.intervals("minLimit"), MinDeviation: in.intervals("minDeviation"), Direction: text(in.raw("direction")),
			}
			limits, out := detect.Limits{DayMean: in.number("dayMean")}, make([]float64, len(residuals))
			for i := range out {
				out[i] = limits.DriftAt(e, residuals, i)
			}
			return out, nil
		},
	},
}

// boundaries are those of slots, and whether the statistic exceeds the limit where the slot's
// value lies a billionth nearer and further.
func boundaries(s detect.Statistic, w detect.Window, slots []float64, limit float64) map[string]any {
	at, below, beyond := make([]float64, len(slots)), make([]float64, len(slots)), make([]float64, len(slots))
	for k, slot := range slots {
		i, sign := int(slot), 1.0
		if w.Residuals[i] < 0 {
			sign = -1
		}
		at[k] = s.Boundary(w, i, sign, limit)
		below[k], beyond[k] = exceeds(s, w, i, sign*at[k]*(1-1e-9), limit), exceeds(s, w, i, sign*at[k]*(1+1e-9), limit)
	}
	return map[string]any{"boundary": at, "below": below, "beyond": beyond}
}

// exceeds returns 1 where the statistic of slot i exceeds the limit once its value lies so far
// from the expected one.
func exceeds(s detect.Statistic, w detect.Window, i int, residual, limit float64) float64 {
	values, residuals := append([]float64{}, w.Values...), append([]float64{}, w.Residuals...)
	values[i], residuals[i] = values[i]-residuals[i]+residual, residual
	if math.Abs(s.Lengths(detect.Window{Values: values, Residuals: residuals, StepMs: w.StepMs})[i]) > limit {
		return 1
	}
	return 0
}

func (in inputs) window() detect.Window {
	return detect.Window{Values: in.numbers("values"), Residuals: in.numbers("residuals"), StepMs: in.integer("stepMs")}
}

func (in inputs) intervals(name string) []band.Interval {
	rows := in.rows(name)
	out := make([]band.Interval, len(rows))
	for i, row := range rows {
		out[i] = intervalOf(row)
	}
	return out
}

// parts are lists of numbers by name.
func (in inputs) parts(name string) map[string][]float64 {
	in.t.Helper()
	out := map[string][]float64{}
	for part, items := range decode(in.t, in.json[name]).(map[string]any) {
		out[part] = toFloats(in.t, items.([]any))
	}
	return out
}
