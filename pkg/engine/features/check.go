package features

import (
	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/series"
)

// Bounds of a design specification that was read, far beyond what a spec may ask for.
const (
	maxPairsRead  = 64
	maxCyclesRead = 64
)

// Check says whether a design specification that was read can make rows.
//
// Errors: model/out-of-range. Twin: checkDesignSpec in src/engine/features/check.ts.
func (r DesignSpec) Check() error {
	for _, pairs := range []int{r.Day, r.Week, r.Year, max(r.Weekend, 0), max(r.Holiday, 0)} {
		if pairs < 0 || pairs > maxPairsRead {
			return fault.New("model/out-of-range", "model: %d Fourier pairs; want 0 to %d", pairs, maxPairsRead)
		}
	}
	if r.SpanMs < 1 || len(r.Cycles) > maxCyclesRead {
		return fault.New("model/out-of-range", "model: a designSpec of %d ms with %d cycles; want at least 1 ms and at most %d cycles", r.SpanMs, len(r.Cycles), maxCyclesRead)
	}
	for _, c := range r.Cycles {
		if c.PeriodMs < 1 || c.Pairs < 0 || c.Pairs > maxPairsRead {
			return fault.New("model/out-of-range", "model: a cycle of %d ms with %d pairs; want at least 1 ms and 0 to %d pairs", c.PeriodMs, c.Pairs, maxPairsRead)
		}
	}
	for _, in := range r.Regressors {
		if in.Kind != series.Number && in.Kind != series.Category {
			return fault.New("model/out-of-range", "model: regressor %q has kind %q; want number or category", in.Name, in.Kind)
		}
	}
	return nil
}
