package band

import (
	"slices"

	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/spec"
)

// Conform corrects conditional quantiles by their conformity scores. l is the history's error model without
// quantiles; q are the trees of its deviations. The conditional quantiles, shape [n], are out-of-fold predictions.
// Nothing is changed.
// Source: Romano, Patterson & Candès (2019), theorem 2. Twin: conform.
func Conform(h History, l Learnt, q Quantiles, conditional ConditionalQuantiles, s spec.Spec) Learnt {
	l.Band.Quantiles, l.ConditionalQuantiles = &q, conditional
	l.Deviations = conditional.Widen(l.Deviations)
	z := l.Deviations.Normalised()
	rows := presentRows(z)
	sorted := pick(z, rows)
	slices.Sort(sorted)
	ends := TrimLimits(sorted, h.StepMs)
	body := make([]int, 0, len(rows))
	for _, row := range rows {
		if z[row] >= -ends.Lower && z[row] <= ends.Upper {
			body = append(body, row)
		}
	}
	l.Band.Interval = Conformity(z, conditional, body, s.Band.Interval)
	l.Band.Interval99 = Conformity(z, conditional, body, coverage99)
	switch limit := s.Band.Limit; {
	case limit.Multiple != nil:
		wider := l.Band.Interval.Times(*limit.Multiple)
		q.Stated, l.Band.Stated = *limit.Multiple, &wider
	case limit.Coverage != nil:
		limit := Conformity(z, conditional, rows, *limit.Coverage)
		q.Stated, l.Band.Stated = 1, &limit
	}
	return l
}

// Conformity returns the distances by which quantiles must move outwards (inwards if negative), so that a share of
// the rows, n ≥ 1, lies between them. A row's conformity scores are the distances of z beyond each quantile. Each
// side moves by its own quantile of the scores. z and conditional quantiles have one entry a slot. Nothing is
// changed. Twin: conformity.
func Conformity(z []float64, conditional ConditionalQuantiles, rows []int, coverage float64) Interval {
	below, above := make([]float64, len(rows)), make([]float64, len(rows))
	for k, row := range rows {
		below[k], above[k] = -z[row]-conditional.Below[row], z[row]-conditional.Above[row]
	}
	inside := 1 - (1-coverage)/2
	return Interval{Lower: quantileOf(below, inside), Upper: quantileOf(above, inside)}
}

// quantileOf returns the p-quantile of values, n ≥ 1, none of them NaN.
func quantileOf(values []float64, p float64) float64 {
	sorted, _ := num.Sort(values)
	at, _ := num.QuantileSorted(sorted, p)
	return at
}

// maxTarget bounds the deviations from which trees learn quantiles.
const maxTarget = 1e6

// Targets returns the slots that have a deviation, and those deviations, of which quantiles
// are learnt. Twin: targetsOf.
func (l Learnt) Targets() (rows []int, targets []float64) {
	z := l.Deviations.Normalised()
	rows = presentRows(z)
	targets = pick(z, rows)
	for i, v := range targets {
		targets[i] = min(max(v, -maxTarget), maxTarget)
	}
	return rows, targets
}

// Spread expands the conditional quantiles of some slots to all n slots. The others get the width of a normal
// distribution, as without quantiles. Twin: spreadConditional.
func (t ConditionalQuantiles) Spread(rows []int, n int) ConditionalQuantiles {
	out := ConditionalQuantiles{Width: make([]float64, n), Below: make([]float64, n), Above: make([]float64, n)}
	for i := range n {
		out.Width[i] = 1
	}
	for k, row := range rows {
		out.Width[row], out.Below[row], out.Above[row] = t.Width[k], t.Below[k], t.Above[k]
	}
	return out
}
