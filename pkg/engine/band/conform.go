package band

import (
	"slices"

	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/spec"
)

// Conform moves quantiles of a history's deviations by what they miss. l is the history's
// band without them; q are trees for its deviations, and tails, shape [n], what trees
// that had not seen a slot's fold say of it. Nothing is changed.
// Source: Romano, Patterson & Candès (2019), theorem 2. Twin: conform.
func Conform(h History, l Learnt, q Quantiles, tails Tails, s spec.Spec) Learnt {
	l.Band.Quantiles, l.Tails = &q, tails
	l.Deviations = tails.Widen(l.Deviations)
	z := l.Deviations.Normalised()
	rows := presentRows(z)
	sorted := pick(z, rows)
	slices.Sort(sorted)
	ends := TailEnds(sorted, h.StepMs)
	body := make([]int, 0, len(rows))
	for _, row := range rows {
		if z[row] >= -ends.Lower && z[row] <= ends.Upper {
			body = append(body, row)
		}
	}
	l.Band.Core = Conformity(z, tails, body, s.Band.Core)
	l.Band.Wide = Conformity(z, tails, body, wideCoverage)
	switch edge := s.Band.Edge; {
	case edge.Multiple != nil:
		wider := l.Band.Core.Times(*edge.Multiple)
		q.Stated, l.Band.Stated = *edge.Multiple, &wider
	case edge.Coverage != nil:
		held := Conformity(z, tails, rows, *edge.Coverage)
		q.Stated, l.Band.Stated = 1, &held
	}
	return l
}

// Conformity returns by how much quantiles must move out, or in where below 0, so that of
// the rows, n ≥ 1, a share lies between them. A row's scores are z's distances beyond either;
// each side moves by its own quantile of them. z and tails have one entry a slot. Nothing is
// changed. Twin: conformity.
func Conformity(z []float64, tails Tails, rows []int, coverage float64) Interval {
	below, above := make([]float64, len(rows)), make([]float64, len(rows))
	for k, row := range rows {
		below[k], above[k] = -z[row]-tails.Below[row], z[row]-tails.Above[row]
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

// mostTarget bounds what trees learn quantiles of.
const mostTarget = 1e6

// Targets returns the slots that have a deviation, and those deviations, of which quantiles
// are learnt. Twin: targetsOf.
func (l Learnt) Targets() (rows []int, targets []float64) {
	z := l.Deviations.Normalised()
	rows = presentRows(z)
	targets = pick(z, rows)
	for i, v := range targets {
		targets[i] = min(max(v, -mostTarget), mostTarget)
	}
	return rows, targets
}

// Spread puts the tails of some slots beside those of all n, the others as wide as without
// quantiles. Twin: spreadTails.
func (t Tails) Spread(rows []int, n int) Tails {
	out := Tails{Width: make([]float64, n), Below: make([]float64, n), Above: make([]float64, n)}
	for i := range n {
		out.Width[i] = 1
	}
	for k, row := range rows {
		out.Width[row], out.Below[row], out.Above[row] = t.Width[k], t.Below[k], t.Above[k]
	}
	return out
}
