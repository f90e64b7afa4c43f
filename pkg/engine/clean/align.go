package clean

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/series"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// Covariate is a regressor on the grid of the series. Of a number, Numbers has shape [n],
// NaN for missing; of a category, Labels has shape [n], "" for missing.
type Covariate struct {
	Name    string
	Kind    string
	Numbers []float64
	Labels  []string
}

// Align puts a regressor on the slots of a grid: the mean of a slot's samples (of a
// category the last label), else the last sample before. A sample holds for the
// regressor's own step, and one slot more in case the next sample is late. lagMs shifts the
// regressor: the slot at t takes its sample of t − lagMs. Nothing is changed but the result.
//
// Errors: clean/bad-time, clean/unequal-lengths, features/unknown-kind.
// Twin: align in src/engine/clean/align.ts.
func Align(r series.Regressor, grid Grid, lagMs int64, z *zone.Zone) (Covariate, error) {
	out := Covariate{Name: r.Name, Kind: r.Kind}
	switch r.Kind {
	case series.Number:
		ordered, err := order(r.Series)
		if err != nil {
			return out, err
		}
		ordered.TimesMs = atLocalDates(ordered.TimesMs, grid.StepMs, z)
		out.Numbers = alignNumbers(ordered, grid, lagMs)
	case series.Category:
		if len(r.TimesMs) != len(r.Labels) {
			return out, fault.New("clean/unequal-lengths", "clean: regressor %q has %d times and %d labels; want as many of each", r.Name, len(r.TimesMs), len(r.Labels))
		}
		ranks := series.Series{TimesMs: r.TimesMs, Values: make([]float64, len(r.Labels))}
		for i := range ranks.Values {
			ranks.Values[i] = float64(i)
		}
		ordered, err := order(ranks)
		if err != nil {
			return out, err
		}
		ordered.TimesMs = atLocalDates(ordered.TimesMs, grid.StepMs, z)
		out.Labels = alignLabels(ordered, r.Labels, grid, lagMs)
	default:
		return out, fault.New("features/unknown-kind", "features: regressor %q has kind %q; want number or category", r.Name, r.Kind)
	}
	return out, nil
}

// holdMs is how long a sample of ascending stamps holds on a grid of a step: until the next
// sample is due, and one slot more in case the next sample is late.
func holdMs(timesMs []int64, stepMs int64) int64 { return medianStep(timesMs) + stepMs }

func alignNumbers(s series.Series, grid Grid, lagMs int64) []float64 {
	numbers := make([]float64, len(grid.TimesMs))
	holds := holdMs(s.TimesMs, grid.StepMs)
	held, untilMs, next := math.NaN(), int64(math.MinInt64), 0
	var samples []float64
	for i, slotMs := range grid.TimesMs {
		samples = samples[:0]
		for ; next < len(s.TimesMs) && s.TimesMs[next]+lagMs < grid.end(i); next++ {
			v := s.Values[next]
			if !finite(v) {
				continue
			}
			untilMs = s.TimesMs[next] + lagMs + holds
			if s.TimesMs[next]+lagMs < slotMs {
				held = v // from before the first slot
			} else {
				samples = append(samples, v)
			}
		}
		if len(samples) > 0 {
			held = aggregate("mean", samples)
		}
		numbers[i] = math.NaN()
		if slotMs < untilMs {
			numbers[i] = held
		}
	}
	return numbers
}

// alignLabels takes ordered ranks into labels.
func alignLabels(ranks series.Series, labels []string, grid Grid, lagMs int64) []string {
	out := make([]string, len(grid.TimesMs))
	holds := holdMs(ranks.TimesMs, grid.StepMs)
	held, untilMs, next := "", int64(math.MinInt64), 0
	for i, slotMs := range grid.TimesMs {
		for ; next < len(ranks.TimesMs) && ranks.TimesMs[next]+lagMs < grid.end(i); next++ {
			if label := labels[int(ranks.Values[next])]; label != "" {
				held, untilMs = label, ranks.TimesMs[next]+lagMs+holds
			}
		}
		if slotMs < untilMs {
			out[i] = held
		}
	}
	return out
}

// Present says whether every covariate has a value at slot i.
func Present(covariates []Covariate, i int) bool {
	for _, e := range covariates {
		if e.Kind == series.Number && math.IsNaN(e.Numbers[i]) || e.Kind == series.Category && e.Labels[i] == "" {
			return false
		}
	}
	return true
}

// Pick returns the slots at rows, in their order.
func (e Covariate) Pick(rows []int) Covariate {
	out := Covariate{Name: e.Name, Kind: e.Kind}
	for _, row := range rows {
		if e.Kind == series.Number {
			out.Numbers = append(out.Numbers, e.Numbers[row])
		} else {
			out.Labels = append(out.Labels, e.Labels[row])
		}
	}
	return out
}

// Slice returns the slots from ≤ i < to; it shares memory.
func (e Covariate) Slice(from, to int) Covariate {
	if e.Kind == series.Number {
		return Covariate{Name: e.Name, Kind: e.Kind, Numbers: e.Numbers[from:to]}
	}
	return Covariate{Name: e.Name, Kind: e.Kind, Labels: e.Labels[from:to]}
}
