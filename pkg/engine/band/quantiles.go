package band

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/adapt"
	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/tree"
)

// MethodCQR is the band.method whose bands have Quantiles.
const MethodCQR = "cqr"

// Quantiles are trees for both tails of the normalised deviations: how far these go may
// depend on whatever a boosted model asks for. They are part of a model.
type Quantiles struct {
	Lower  tree.Ensemble `json:"lower"`
	Upper  tree.Ensemble `json:"upper"`
	Level  float64       `json:"level"`  // of Upper; Lower's is the rest to 1
	Stated float64       `json:"stated"` // a limit that the spec states begins from so many times the quantiles
}

// Tails are what the quantiles say of slots, all of shape [n]; empty without quantiles.
type Tails struct {
	Width        []float64 // by what the scale is multiplied: how far apart they are, in that of a normal tail
	Below, Above []float64 // how far they lie below and above the expected value, in the scale so multiplied
}

// At returns what the quantiles say of the rows of x, shape [n × features]. Nothing is
// changed. Twin: tailsAt.
func (q *Quantiles) At(x features.Matrix) Tails {
	lower, upper := make([]float64, x.Rows), make([]float64, x.Rows)
	for i := range x.Rows {
		lower[i], upper[i] = q.Lower.Answer(x.Data, x.Rows, i), q.Upper.Answer(x.Data, x.Rows, i)
	}
	return TailsOf(lower, upper, q.Level)
}

// leastWidth keeps trees that have seen few points from making a band of nothing.
const leastWidth = 0.2

// TailsOf puts two quantiles of normalised deviations into tails: where they cross, they
// change places. lower and upper have shape [n], finite; level is upper's, above 1/2.
// Nothing is changed. Source: Chernozhukov, Fernández-Val & Galichon (2010) for the order.
// Twin: tailsOf.
func TailsOf(lower, upper []float64, level float64) Tails {
	n, normal := len(lower), NormalQuantile(level)
	t := Tails{Width: make([]float64, n), Below: make([]float64, n), Above: make([]float64, n)}
	for i := range n {
		low, high := min(lower[i], upper[i]), max(lower[i], upper[i])
		t.Width[i] = max(num.Mul(0.5, high-low)/normal, leastWidth)
		t.Below[i], t.Above[i] = -low/t.Width[i], high/t.Width[i]
	}
	return t
}

// Widen returns deviations with the scale that the quantiles give; they are not changed.
func (t Tails) Widen(d adapt.Deviations) adapt.Deviations {
	if len(t.Width) == 0 {
		return d
	}
	scale := make([]float64, len(d.Scale))
	for i, s := range d.Scale {
		scale[i] = num.Mul(s, t.Width[i])
	}
	d.Scale = scale
	return d
}

// around returns how far an interval that begins from so many times the quantiles reaches
// below and above what is expected of slot i, in scales.
func (t Tails) around(i int, in Interval, times float64) Interval {
	return Interval{Lower: max(0, num.Mul(times, t.Below[i])+in.Lower), Upper: max(0, num.Mul(times, t.Above[i])+in.Upper)}
}

// CoreAt returns how far the core reaches below and above what is expected of slot i, in
// scales. Twin: coreAt.
func (b Band) CoreAt(t Tails, i int) Interval {
	if b.Quantiles == nil {
		return b.Core
	}
	return t.around(i, b.Core, 1)
}

// WideAt is CoreAt for 99 %. Twin: wideAt.
func (b Band) WideAt(t Tails, i int) Interval {
	if b.Quantiles == nil {
		return b.Wide
	}
	return t.around(i, b.Wide, 1)
}

// StatedAt is CoreAt for the limit that the spec states; never inside the core. Only a band that has one may be asked.
// Twin: statedAt.
func (b Band) StatedAt(t Tails, i int) Interval {
	if b.Quantiles == nil {
		return *b.Stated
	}
	core, limit := b.CoreAt(t, i), t.around(i, *b.Stated, b.Quantiles.Stated)
	return Interval{Lower: max(limit.Lower, core.Lower, minStated), Upper: max(limit.Upper, core.Upper, minStated)}
}

// TypicalCore returns the middle core of the slots, of which there is one at least.
// Twin: typicalCore.
func (b Band) TypicalCore(t Tails) Interval {
	if b.Quantiles == nil {
		return b.Core
	}
	return Interval{Lower: max(0, num.Median(t.Below)+b.Core.Lower), Upper: max(0, num.Median(t.Above)+b.Core.Upper)}
}

// Coverage returns the share of normalised deviations, shape [n], NaN where missing, that
// the core holds.
func (b Band) Coverage(t Tails, z []float64) float64 {
	n, inside := 0, 0
	for i, v := range z {
		if math.IsNaN(v) {
			continue
		}
		n++
		if core := b.CoreAt(t, i); v >= -core.Lower && v <= core.Upper {
			inside++
		}
	}
	return float64(inside) / float64(n)
}
