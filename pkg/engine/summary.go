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
// its core, out of fold. values are the history's, shape [n].
func (m *Model) measure(h band.History, l band.Learnt, values []float64, coverage float64) {
	n, d := len(values), l.Deviations
	actual, fitted := append([]float64(nil), values...), make([]float64, n)
	lower, expected, upper := make([]float64, n), make([]float64, n), make([]float64, n)
	for i, v := range h.Values {
		fitted[i] = m.Unit.From(h.Expected[i])
		if math.IsNaN(v) {
			actual[i] = math.NaN() // excluded, or without its regressors
		}
		unit, center := num.Mul(d.Scale[i], d.Factor[i]), v-d.Residuals[i]+d.Level[i]
		core := m.Band.CoreAt(l.Tails, i)
		lower[i] = m.Unit.From(center - num.Mul(unit, core.Lower))
		expected[i] = m.Unit.From(center)
		upper[i] = m.Unit.From(center + num.Mul(unit, core.Upper))
	}
	m.Summary.Train = evaluate.Measure(actual, fitted, int(zone.DayMs/h.StepMs))
	m.Summary.Core = evaluate.MeasureBand(actual, lower, expected, upper, coverage)
}

// meanError returns the mean absolute difference of values and predictions in the series'
// unit; both have shape [n ≥ 1], in the model's unit.
func (m *Model) meanError(values, predicted []float64) float64 {
	total := 0.0
	for i, v := range values {
		total += min(math.Abs(m.Unit.From(v)-m.Unit.From(predicted[i])), math.MaxFloat64) / float64(len(values))
	}
	return min(total, math.MaxFloat64)
}

func (m *Model) summarise(rows []int, fitted fit.Fitted, contest []fit.Entry) {
	m.Summary.CutMs, m.Summary.Kind, m.Summary.Points = m.CutMs, m.Center.Kind, len(rows)
	m.Summary.Contest = make([]ContestEntry, len(contest))
	for i, e := range contest {
		m.Summary.Contest[i] = ContestEntry{Kind: e.Kind, Pinball: m.Unit.Length(e.Pinball)}
	}
	for _, c := range fitted.Choices {
		m.Summary.Selection = append(m.Summary.Selection, Selected{
			Part: c.Part, Name: c.Name, Kept: c.Kept, With: m.Unit.Length(c.With), Without: m.Unit.Length(c.Without),
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
