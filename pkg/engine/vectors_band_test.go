package engine_test

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
	"band/tailsOf": {
		inputs: []string{"lower", "upper", "level"},
		run: func(in inputs) (any, error) {
			t := band.TailsOf(in.numbers("lower"), in.numbers("upper"), in.number("level"))
			return map[string]any{"width": t.Width, "below": t.Below, "above": t.Above}, nil
		},
	},
	"band/conformity": {
		inputs: []string{"z", "below", "above", "rows", "coverage"},
		run: func(in inputs) (any, error) {
			e := band.Conformity(in.numbers("z"), band.Tails{Below: in.numbers("below"), Above: in.numbers("above")}, in.integers("rows"), in.number("coverage"))
			return sides(e), nil
		},
	},
	"band/typicalCore": {
		inputs: []string{"below", "above", "lower", "upper", "quantiles"},
		run: func(in inputs) (any, error) {
			b := band.Band{Core: band.Interval{Lower: in.number("lower"), Upper: in.number("upper")}}
			if in.truth("quantiles") {
				b.Quantiles = &band.Quantiles{}
			}
			return sides(b.TypicalCore(band.Tails{Below: in.numbers("below"), Above: in.numbers("above")})), nil
		},
	},
	"band/statedAt": {
		inputs: []string{"core", "stated", "below", "above", "quantiles", "begins"},
		run: func(in inputs) (any, error) {
			stated := intervalOf(in.numbers("stated"))
			b := band.Band{Core: intervalOf(in.numbers("core")), Stated: &stated}
			if in.truth("quantiles") {
				b.Quantiles = &band.Quantiles{Stated: in.number("begins")}
			}
			tails := band.Tails{Below: []float64{in.number("below")}, Above: []float64{in.number("above")}}
			return sides(b.StatedAt(tails, 0)), nil
		},
	},
	"band/conform": {
		inputs: []string{"residuals", "width", "factor", "below", "above", "stepMs", "band"},
		run: func(in inputs) (any, error) {
			residuals := in.numbers("residuals")
			n := len(residuals)
			d := adapt.Deviations{Residuals: residuals, Scale: ones(n), Level: make([]float64, n), Factor: in.numbers("factor")}
			tails := band.Tails{Width: in.numbers("width"), Below: in.numbers("below"), Above: in.numbers("above")}
			b := band.Conform(band.History{StepMs: in.integer("stepMs")}, band.Learnt{Deviations: d}, band.Quantiles{}, tails, in.specOf("band")).Band
			out := map[string]any{"core": sides(b.Core), "wide": sides(b.Wide), "begins": b.Quantiles.Stated}
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
	"band/spreadTails": {
		inputs: []string{"width", "below", "above", "rows", "n"},
		run: func(in inputs) (any, error) {
			t := band.Tails{Width: in.numbers("width"), Below: in.numbers("below"), Above: in.numbers("above")}
			t = t.Spread(in.integers("rows"), int(in.integer("n")))
			return map[string]any{"width": t.Width, "below": t.Below, "above": t.Above}, nil
		},
	},
	"band/learnJump": {
		inputs: []string{"expected", "residuals", "overall", "foreseen"},
		run: func(in inputs) (any, error) {
			expected := in.numbers("expected")
			j := band.LearnJump(expected, in.numbers("residuals"), in.number("overall"), in.truth("foreseen"))
			return map[string]any{"height": j.Height, "spread": j.Spread, "before": float64(j.Before), "at": j.At(expected, len(expected))}, nil
		},
	},
	"band/tailEnds": {
		inputs: []string{"sorted", "stepMs"},
		run: func(in inputs) (any, error) {
			return sides(band.TailEnds(in.numbers("sorted"), in.integer("stepMs"))), nil
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
