package vectors

import (
	"github.com/tidemark/tidemark/pkg/engine/adapt"
	"github.com/tidemark/tidemark/pkg/engine/band"
)

// bandRunners are the runners of stage band. Twin: src/engine/vectors/bandRunners.ts.
var bandRunners = map[string]runner{
	"band/normalQuantile": {
		inputs: []string{"p"},
		run:    func(in inputs) (any, error) { return band.NormalQuantile(in.number("p")), nil },
	},
	"band/learnScale": {
		inputs: []string{"timezone", "times", "residuals", "spanMs", "seasonal"},
		run: func(in inputs) (any, error) {
			s := band.LearnScale(in.calendar(), in.numbers("residuals"), in.integer("spanMs"), in.truth("seasonal"))
			return map[string]any{"overall": s.Overall, "hours": s.Hours}, nil
		},
	},
	"band/conditionalOf": {
		inputs: []string{"lower", "upper", "level"},
		run: func(in inputs) (any, error) {
			t := band.ConditionalOf(in.numbers("lower"), in.numbers("upper"), in.number("level"))
			return map[string]any{"width": t.Width, "below": t.Below, "above": t.Above}, nil
		},
	},
	"band/conformity": {
		inputs: []string{"z", "below", "above", "rows", "coverage"},
		run: func(in inputs) (any, error) {
			e := band.Conformity(in.numbers("z"), band.ConditionalQuantiles{Below: in.numbers("below"), Above: in.numbers("above")}, in.integers("rows"), in.number("coverage"))
			return sides(e), nil
		},
	},
	"band/typicalInterval": {
		inputs: []string{"below", "above", "lower", "upper", "quantiles"},
		run: func(in inputs) (any, error) {
			b := band.ErrorModel{Interval: band.Interval{Lower: in.number("lower"), Upper: in.number("upper")}}
			if in.truth("quantiles") {
				b.Quantiles = &band.Quantiles{}
			}
			return sides(b.TypicalInterval(band.ConditionalQuantiles{Below: in.numbers("below"), Above: in.numbers("above")})), nil
		},
	},
	"band/statedAt": {
		inputs: []string{"interval", "stated", "below", "above", "quantiles", "begins"},
		run: func(in inputs) (any, error) {
			stated := intervalOf(in.numbers("stated"))
			b := band.ErrorModel{Interval: intervalOf(in.numbers("interval")), Stated: &stated}
			if in.truth("quantiles") {
				b.Quantiles = &band.Quantiles{Stated: in.number("begins")}
			}
			conditional := band.ConditionalQuantiles{Below: []float64{in.number("below")}, Above: []float64{in.number("above")}}
			return sides(b.StatedAt(conditional, 0)), nil
		},
	},
	"band/conform": {
		inputs: []string{"residuals", "width", "factor", "below", "above", "stepMs", "band"},
		run: func(in inputs) (any, error) {
			residuals := in.numbers("residuals")
			n := len(residuals)
			d := adapt.Deviations{Residuals: residuals, Scale: ones(n), Level: make([]float64, n), Factor: in.numbers("factor")}
			conditional := band.ConditionalQuantiles{Width: in.numbers("width"), Below: in.numbers("below"), Above: in.numbers("above")}
			b := band.Conform(band.History{StepMs: in.integer("stepMs")}, band.Learnt{Deviations: d}, band.Quantiles{}, conditional, in.specOf("band")).Band
			out := map[string]any{"interval": sides(b.Interval), "interval99": sides(b.Interval99), "begins": b.Quantiles.Stated}
			if b.Stated != nil {
				out["stated"] = sides(*b.Stated)
			}
			return out, nil
		},
	},
	"band/targetsOf": {
		inputs: []string{"z"},
		run: func(in inputs) (any, error) {
			z := in.numbers("z")
			d := adapt.Deviations{Residuals: z, Scale: ones(len(z)), Level: make([]float64, len(z)), Factor: ones(len(z))}
			rows, targets := band.Learnt{Deviations: d}.Targets()
			return map[string]any{"rows": floats(rows), "targets": targets}, nil
		},
	},
	"band/spreadConditional": {
		inputs: []string{"width", "below", "above", "rows", "n"},
		run: func(in inputs) (any, error) {
			t := band.ConditionalQuantiles{Width: in.numbers("width"), Below: in.numbers("below"), Above: in.numbers("above")}
			t = t.Spread(in.integers("rows"), int(in.integer("n")))
			return map[string]any{"width": t.Width, "below": t.Below, "above": t.Above}, nil
		},
	},
	"band/learnExpectedStep": {
		inputs: []string{"expected", "residuals", "overall", "deterministic"},
		run: func(in inputs) (any, error) {
			expected := in.numbers("expected")
			j := band.LearnExpectedStep(expected, in.numbers("residuals"), in.number("overall"), in.truth("deterministic"))
			return map[string]any{"height": j.Height, "spread": j.Spread, "before": float64(j.Before), "at": j.At(expected, len(expected))}, nil
		},
	},
	"band/trimLimits": {
		inputs: []string{"sorted", "stepMs"},
		run: func(in inputs) (any, error) {
			return sides(band.TrimLimits(in.numbers("sorted"), in.integer("stepMs"))), nil
		},
	},
}

func sides(i band.Interval) map[string]any { return map[string]any{"lower": i.Lower, "upper": i.Upper} }

func intervalOf(sides []float64) band.Interval {
	return band.Interval{Lower: sides[0], Upper: sides[1]}
}

func ones(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = 1
	}
	return out
}
