package engine_test

import (
	"github.com/tidemark/tidemark/pkg/engine/adapt"
	"github.com/tidemark/tidemark/pkg/engine/band"
	"github.com/tidemark/tidemark/pkg/engine/features"
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
	"band/edgeDistance": {
		inputs: []string{"core", "edge", "below", "above", "quantiles", "begins", "scale", "factor", "band"},
		run: func(in inputs) (any, error) {
			b := band.Band{Core: intervalOf(in.numbers("core")), Edge: intervalOf(in.numbers("edge"))}
			if in.truth("quantiles") {
				b.Quantiles = &band.Quantiles{Edge: in.number("begins")}
			}
			tails := band.Tails{Below: []float64{in.number("below")}, Above: []float64{in.number("above")}}
			return sides(b.EdgeDistance(tails, 0, in.number("scale"), in.number("factor"), in.specOf("band").Band.Edge)), nil
		},
	},
	"band/conform": {
		inputs: []string{"times", "values", "residuals", "width", "factor", "below", "above", "stepMs", "band"},
		run: func(in inputs) (any, error) {
			h := band.History{StepMs: in.integer("stepMs"), Calendar: features.Calendar{TimesMs: in.times("times")}, Values: in.numbers("values")}
			n := len(h.Values)
			d := adapt.Deviations{Residuals: in.numbers("residuals"), Scale: ones(n), Level: make([]float64, n), Factor: in.numbers("factor")}
			tails := band.Tails{Width: in.numbers("width"), Below: in.numbers("below"), Above: in.numbers("above")}
			b := band.Conform(h, band.Learnt{Deviations: d}, band.Quantiles{}, tails, in.specOf("band")).Band
			return map[string]any{"core": sides(b.Core), "wide": sides(b.Wide), "edge": sides(b.Edge), "begins": b.Quantiles.Edge}, nil
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
	"band/wander": {
		inputs: []string{"z", "stepMs"},
		run: func(in inputs) (any, error) {
			return band.Wander(in.numbers("z"), in.integer("stepMs")), nil
		},
	},
	"band/peakEdge": {
		inputs: []string{"times", "z", "typical", "stepMs", "apartMs", "alertsPerWeek"},
		run: func(in inputs) (any, error) {
			e := band.PeakEdge(in.times("times"), in.numbers("z"), in.numbers("typical"), in.integer("stepMs"), in.integer("apartMs"), in.number("alertsPerWeek"))
			return sides(e), nil
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
