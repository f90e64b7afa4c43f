package detect

import "github.com/tidemark/tidemark/pkg/engine/adapt"

// Evidence is what is judged, one row a slot, of shape [n], in the history's unit.
type Evidence struct {
	Values       []float64 // NaN where missing
	Deviations   adapt.Deviations
	Lower, Upper []float64 // the edge's distance from the expected value, ≥ 0
	Least        []float64 // a smaller deviation never counts
	Jumps        []float64 // how far what is expected jumps near the slot; 0: not
}

// deviation returns how far slot i is from what was expected, trailing level included.
func (e Evidence) deviation(i int) float64 {
	return e.Deviations.Residuals[i] - e.Deviations.Level[i]
}

// PointScore returns the deviation of slot i alone as a multiple of the edge's distance on
// its side; NaN where the value is missing. Twin: pointScore.
func (e Evidence) PointScore(i int) float64 {
	deviation := e.deviation(i)
	if deviation < 0 {
		return min(-deviation/e.Lower[i], mostScore)
	}
	return min(deviation/e.Upper[i], mostScore)
}

// mostScore keeps scores finite where a deviation overflows in units of the edge.
const mostScore = 1e12
