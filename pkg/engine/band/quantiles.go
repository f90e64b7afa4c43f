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

// Quantiles are trees for both conditional quantiles of the normalised deviations. The trees use all features of a
// boosted model. They are part of a model.
type Quantiles struct {
	Lower  tree.Ensemble `json:"lower"`
	Upper  tree.Ensemble `json:"upper"`
	Level  float64       `json:"level"`  // of Upper; Lower's is 1 − Level
	Stated float64       `json:"stated"` // multiple of the quantiles to which the stated limit is added
}

// ConditionalQuantiles are the predictions of the quantiles' trees, all of shape [n]; empty without quantiles.
type ConditionalQuantiles struct {
	Width        []float64 // factor on the scale: the distance of the quantiles, divided by that of a normal distribution
	Below, Above []float64 // how far they lie below and above the expected value, in the scale so multiplied
}

// At predicts the quantiles of the rows of x, shape [n × features]. Nothing is
// changed. Twin: conditionalAt.
func (q *Quantiles) At(x features.Matrix) ConditionalQuantiles {
	lower, upper := make([]float64, x.Rows), make([]float64, x.Rows)
	for i := range x.Rows {
		lower[i], upper[i] = q.Lower.Answer(x.Data, x.Rows, i), q.Upper.Answer(x.Data, x.Rows, i)
	}
	return ConditionalOf(lower, upper, q.Level)
}

// minWidth prevents an interval of width 0 from trees that were trained on few points.
const minWidth = 0.2

// ConditionalOf puts two quantiles of normalised deviations into conditional quantiles: where they cross, they
// change places. lower and upper have shape [n], finite; level is upper's, above 1/2.
// Nothing is changed. Source: Chernozhukov, Fernández-Val & Galichon (2010) for the order.
// Twin: conditionalOf.
func ConditionalOf(lower, upper []float64, level float64) ConditionalQuantiles {
	n, normal := len(lower), NormalQuantile(level)
	t := ConditionalQuantiles{Width: make([]float64, n), Below: make([]float64, n), Above: make([]float64, n)}
	for i := range n {
		low, high := min(lower[i], upper[i]), max(lower[i], upper[i])
		t.Width[i] = max(num.Mul(0.5, high-low)/normal, minWidth)
		t.Below[i], t.Above[i] = -low/t.Width[i], high/t.Width[i]
	}
	return t
}

// Widen returns deviations with the scale that the quantiles give; they are not changed.
func (t ConditionalQuantiles) Widen(d adapt.Deviations) adapt.Deviations {
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

// around returns the reach below and above the expected value of slot i, in scales, of an interval added to a
// multiple of the quantiles.
func (t ConditionalQuantiles) around(i int, in Interval, times float64) Interval {
	return Interval{Lower: max(0, num.Mul(times, t.Below[i])+in.Lower), Upper: max(0, num.Mul(times, t.Above[i])+in.Upper)}
}

// IntervalAt returns the reach of the interval below and above the expected value of slot i, in scales. Twin:
// intervalAt.
func (b ErrorModel) IntervalAt(t ConditionalQuantiles, i int) Interval {
	if b.Quantiles == nil {
		return b.Interval
	}
	return t.around(i, b.Interval, 1)
}

// Interval99At is IntervalAt for 99 %. Twin: interval99At.
func (b ErrorModel) Interval99At(t ConditionalQuantiles, i int) Interval {
	if b.Quantiles == nil {
		return b.Interval99
	}
	return t.around(i, b.Interval99, 1)
}

// StatedAt is IntervalAt for the limit that the spec states; never inside the interval. Only a band that has one may be asked.
// Twin: statedAt.
func (b ErrorModel) StatedAt(t ConditionalQuantiles, i int) Interval {
	if b.Quantiles == nil {
		return *b.Stated
	}
	interval, limit := b.IntervalAt(t, i), t.around(i, *b.Stated, b.Quantiles.Stated)
	return Interval{Lower: max(limit.Lower, interval.Lower, minStated), Upper: max(limit.Upper, interval.Upper, minStated)}
}

// TypicalInterval returns the middle interval of the slots, of which there is one at least.
// Twin: typicalInterval.
func (b ErrorModel) TypicalInterval(t ConditionalQuantiles) Interval {
	if b.Quantiles == nil {
		return b.Interval
	}
	return Interval{Lower: max(0, num.Median(t.Below)+b.Interval.Lower), Upper: max(0, num.Median(t.Above)+b.Interval.Upper)}
}

// Coverage returns the share of normalised deviations, shape [n], NaN where missing, that
// the interval holds.
func (b ErrorModel) Coverage(t ConditionalQuantiles, z []float64) float64 {
	n, inside := 0, 0
	for i, v := range z {
		if math.IsNaN(v) {
			continue
		}
		n++
		if interval := b.IntervalAt(t, i); v >= -interval.Lower && v <= interval.Upper {
			inside++
		}
	}
	return float64(inside) / float64(n)
}
