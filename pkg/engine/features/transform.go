package features

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/spec"
)

// auto takes log1p for values that are above zero and whose largest deviations from their
// hour's median are minSkew times as far above as below, if that halves the skew's
// logarithm: then it is a product of many causes, such as a latency.
const minSkew = 1.5

// TransformOf returns the transform of the spec for a history. calendar and values have
// shape [n ≥ 1], values finite; neither is changed. Twin: transformOf.
func TransformOf(calendar Calendar, values []float64, s spec.Spec) clean.Transform {
	none := clean.Transform{Kind: clean.TransformNone, Size: 1}
	switch s.Transform {
	case clean.TransformLog1p:
		return log1pOf(values)
	case clean.TransformLogit:
		return clean.Transform{Kind: clean.TransformLogit, Size: 1, Low: *s.Band.LowerBound, High: *s.Band.UpperBound}
	case "auto":
		if isProduct(calendar, values) {
			return log1pOf(values)
		}
	}
	return none
}

func isProduct(calendar Calendar, values []float64) bool {
	raw := skew(calendar, values)
	if least, _ := num.Extent(values); least <= 0 || !(raw > minSkew) {
		return false
	}
	bent, logs := log1pOf(values), make([]float64, len(values))
	for i, v := range values {
		logs[i] = bent.To(v)
	}
	left := skew(calendar, logs)
	return num.Mul(num.Mul(left, left), raw) > 1 && num.Mul(left, left) < raw
}

// log1pOf takes the power of two nearest below the median size of values for one; where most
// are zero, below their mean size.
func log1pOf(values []float64) clean.Transform {
	sizes := make([]float64, len(values))
	mean := 0.0
	for i, v := range values {
		sizes[i] = math.Abs(v)
		mean += sizes[i] / float64(len(values))
	}
	typical := num.MedianInPlace(sizes)
	if typical == 0 {
		typical = mean
	}
	t := clean.Transform{Kind: clean.TransformLog1p, Size: 1}
	if typical > 0 {
		t.Size = num.Scale(1, num.Exponent(typical))
	}
	return t
}

const hourMs = 3_600_000

// skew returns how many times as far above the median as below it the 99 % and 1 % quantiles
// of deviations from the medians of hours are, weekends apart.
func skew(calendar Calendar, values []float64) float64 {
	hour := make([]int, len(values))
	for i, ms := range calendar.DayMs {
		hour[i] = int(ms / hourMs)
		if calendar.Weekend[i] {
			hour[i] += 24
		}
	}
	medians, _ := BinMedians(hour, values, 48)
	deviations := make([]float64, len(values))
	for i, v := range values {
		deviations[i] = v - medians[hour[i]]
	}
	sorted, _ := num.Sort(deviations) // no NaN: values are finite
	low, _ := num.QuantileSorted(sorted, 0.01)
	middle, _ := num.QuantileSorted(sorted, 0.5)
	high, _ := num.QuantileSorted(sorted, 0.99)
	return (high - middle) / (middle - low)
}
