package vectors

import (
	"encoding/json"

	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/series"
	"github.com/tidemark/tidemark/pkg/engine/spec"
)

// cleanRunners are the runners of stage clean. Twin: src/engine/vectors/cleanRunners.ts.
var cleanRunners = map[string]runner{
	"clean/regularGrid": {
		inputs: []string{"times", "values", "spec", "from?", "to?"},
		run: func(in inputs) (any, error) {
			options := clean.Options{Bounded: in.has("from")}
			if options.Bounded {
				options.FromMs, options.ToMs = in.integer("from"), in.integer("to")
			}
			raw := series.Series{TimesMs: in.times("times"), Values: in.numbers("values")}
			grid, err := clean.RegularGrid(raw, in.spec("spec"), options)
			if err != nil {
				return nil, err
			}
			return map[string]any{
				"stepMs": float64(grid.StepMs), "timesMs": floats(grid.TimesMs), "endMs": float64(grid.EndMs), "values": grid.Values, "excluded": truths(grid.Excluded),
			}, nil
		},
	},
	"clean/gridStep": {
		inputs: []string{"times"},
		run: func(in inputs) (any, error) {
			times := in.times("times")
			s, _, err := spec.Parse([]byte("{}"))
			if err != nil {
				return nil, err
			}
			ms, err := clean.Step(series.Series{TimesMs: times, Values: make([]float64, len(times))}, s, 0)
			return float64(ms), err
		},
	},
	"clean/align": {
		inputs: []string{"timezone?", "kind", "times", "items", "slots", "end", "step", "lag"},
		run: func(in inputs) (any, error) {
			grid := clean.Grid{StepMs: in.integer("step"), TimesMs: in.times("slots"), EndMs: in.integer("end")}
			r := series.Regressor{Name: "r", Kind: text(in.raw("kind"))}
			if r.Kind == series.Number {
				r.Series = series.Series{TimesMs: in.times("times"), Values: in.numbers("items")}
				e, err := clean.Align(r, grid, in.integer("lag"), in.zone())
				return e.Numbers, err
			}
			r.TimesMs = in.times("times")
			if err := json.Unmarshal(in.raw("items"), &r.Labels); err != nil {
				return nil, err
			}
			e, err := clean.Align(r, grid, in.integer("lag"), in.zone())
			labels := make([]any, len(e.Labels))
			for i, label := range e.Labels {
				labels[i] = label
			}
			return labels, err
		},
	},
	"clean/normalisationOf": {
		inputs: []string{"values"},
		run: func(in inputs) (any, error) {
			u := clean.NormalisationOf(in.numbers("values"), clean.Transform{Kind: clean.TransformNone, Size: 1})
			return map[string]any{"center": u.Center, "pre": u.Pre, "scale": u.Scale}, nil
		},
	},
	"clean/slopeOf": {
		inputs: []string{"kind", "size", "low", "high", "center", "scale", "z", "to"},
		run: func(in inputs) (any, error) {
			u := clean.Normalisation{Center: in.number("center"), Pre: 1, Scale: in.number("scale"), Transform: in.transform()}
			return u.Slope(in.number("z"), in.number("to")), nil
		},
	},
	"clean/transform": {
		inputs: []string{"kind", "size", "low", "high", "values", "bent"},
		run: func(in inputs) (any, error) {
			t, to, from := in.transform(), in.numbers("values"), in.numbers("bent")
			for i, v := range to {
				to[i] = t.To(v)
			}
			for i, x := range from {
				from[i] = t.From(x)
			}
			return map[string]any{"to": to, "from": from}, nil
		},
	},
}

// transform gives the transform of a case.
func (in inputs) transform() clean.Transform {
	return clean.Transform{Kind: text(in.raw("kind")), Size: in.number("size"), Low: in.number("low"), High: in.number("high")}
}

func (in inputs) spec(name string) spec.Spec {
	in.t.Helper()
	s, _, err := spec.Parse(in.raw(name))
	if err != nil {
		in.t.Fatalf("%s: %v; want a spec", name, err)
	}
	return s
}

// specOf gives the spec of which a case sets one part.
func (in inputs) specOf(part string) spec.Spec {
	in.t.Helper()
	s, _, err := spec.Parse([]byte(`{"schemaVersion":1,"` + part + `":` + string(in.raw(part)) + `}`))
	if err != nil {
		in.t.Fatalf("%s: %v; want a part of a spec", part, err)
	}
	return s
}

func (in inputs) times(name string) []int64 {
	in.t.Helper()
	times := make([]int64, 0)
	for _, x := range in.numbers(name) {
		times = append(times, int64(x))
	}
	return times
}

func floats[T int | int32 | int64](items []T) []float64 {
	out := make([]float64, len(items))
	for i, item := range items {
		out[i] = float64(item)
	}
	return out
}

func truths(items []bool) []float64 {
	out := make([]float64, len(items))
	for i, item := range items {
		if item {
			out[i] = 1
		}
	}
	return out
}
