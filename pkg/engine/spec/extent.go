package spec

import "github.com/tidemark/tidemark/pkg/engine/num"

// Of is the larger of an absolute length and a share of a size ≥ 0, in the series' unit. It
// is never less than what may be rounding. Twin: extentOf in src/engine/spec/extent.ts.
func (e Extent) Of(size float64) float64 {
	return max(e.Absolute, num.Mul(max(e.Relative, num.Rounding), size))
}
