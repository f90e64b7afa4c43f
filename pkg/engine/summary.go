package engine

import (
	"math"
	"strings"

	"github.com/tidemark/tidemark/pkg/engine/band"
	"github.com/tidemark/tidemark/pkg/engine/evaluate"
	"github.com/tidemark/tidemark/pkg/engine/fit"
	"github.com/tidemark/tidemark/pkg/engine/notice"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// measure measures the model on its own history, in the series' unit: what it expects, and
// its interval, out of fold. values are the history's, shape [n].
func (m *Model) measure(h band.History, l band.Learnt, values []float64, coverage float64) {
	n, d := len(values), l.Deviations
	actual, fitted := append([]float64(nil), values...), make([]float64, n)
	lower, expected, upper := make([]float64, n), make([]float64, n), make([]float64, n)
	for i, v := range h.Values {
		fitted[i] = m.Normalisation.Denormalise(h.Expected[i])
		if math.IsNaN(v) {
			actual[i] = math.NaN() // excluded, or without its regressors
		}
		width, center := num.Mul(d.Scale[i], d.Factor[i]), v-d.Residuals[i]+d.Level[i]
		interval := m.Band.IntervalAt(l.ConditionalQuantiles, i)
		lower[i] = m.Normalisation.Denormalise(center - num.Mul(width, interval.Lower))
		expected[i] = m.Normalisation.Denormalise(center)
		upper[i] = m.Normalisation.Denormalise(center + num.Mul(width, interval.Upper))
	}
	m.Summary.Train = evaluate.Measure(actual, fitted, int(zone.DayMs/h.StepMs))
	m.Summary.Interval = evaluate.MeasureBand(actual, lower, expected, upper, coverage)
}

// meanError returns the mean absolute difference of values and predictions in the series'
// unit; both have shape [n ≥ 1], in the model's unit.
func (m *Model) meanError(values, predicted []float64) float64 {
	total := 0.0
	for i, v := range values {
		total += min(math.Abs(m.Normalisation.Denormalise(v)-m.Normalisation.Denormalise(predicted[i])), math.MaxFloat64) / float64(len(values))
	}
	return min(total, math.MaxFloat64)
}

func (m *Model) summarise(rows []int, fitted fit.Fitted, candidates []fit.Candidate) {
	m.Summary.CutMs, m.Summary.Kind, m.Summary.Points = m.CutMs, m.Center.Kind, len(rows)
	m.Summary.Candidates = make([]Candidate, len(candidates))
	for i, e := range candidates {
		m.Summary.Candidates[i] = Candidate{Kind: e.Kind, Pinball: m.Normalisation.DenormaliseLength(e.Pinball)}
	}
	for _, c := range fitted.Eliminations {
		m.Summary.Selection = append(m.Summary.Selection, Selected{
			Part: c.Part, Name: c.Name, Kept: c.Kept, With: m.Normalisation.DenormaliseLength(c.With), Without: m.Normalisation.DenormaliseLength(c.Without),
		})
	}
	m.noteLeftOut()
	if n := m.Center.Neural; n != nil && n.Spread == 0 {
		m.Notices = append(m.Notices, Notice{Code: "fit/network-idle", Severity: notice.Info,
			Text: "fit: a network does not foresee the last part of this history better than the linear model alone, which therefore judges."})
	}
	if fitted.Dropped > 0 {
		m.Notices = append(m.Notices, Notice{Code: "fit/rank-deficient", Severity: "warning",
			Text: "fit: some features are constant in this history or copies of others; they were left out."})
	}
}

// leftOut is the code of the notice that names the features that were left out.
const leftOut = "fit/left-out"

// noteLeftOut names the features that the selection left out.
func (m *Model) noteLeftOut() {
	var names []string
	for _, s := range m.Summary.Selection {
		if !s.Kept {
			names = append(names, s.Name)
		}
	}
	if len(names) > 0 {
		m.Notices = append(m.Notices, Notice{Code: leftOut, Severity: notice.Info,
			Text: "fit: held-out days are foreseen no worse without these features, which were left out: " + strings.Join(names, ", ") + "."})
	}
}
