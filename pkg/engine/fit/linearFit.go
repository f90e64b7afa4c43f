package fit

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// LinearOptions are the spec's choices.
type LinearOptions struct {
	Ridge  float64 // penalty per row on each standardised coefficient but the level
	Robust bool    // whether far rows lose their weight
}

// FitLinear learns a linear model. The sample has n ≥ 1 rows and is not changed.
//
// Errors: those of GramOf and SolveGram, which none of our samples gives.
// Source: Hoerl & Kennard (1970); Beaton & Tukey (1974) for the weights.
// Twin: src/engine/fit/linear.ts.
func FitLinear(s Sample, recipe features.Recipe, o LinearOptions) (Fitted, error) {
	l := &linearFit{Linear: Linear{Recipe: recipe}, sample: s, options: o}
	l.x = recipe.Design(s.Calendar, s.Explainers)
	l.standardise()
	if err := l.reweight(); err != nil {
		return Fitted{}, err
	}
	if recipe.Day > 0 && recipe.SpanMs >= 3*zone.DayMs {
		l.Rest = &Profile{SlotMs: max(s.StepMs, restSlotMs), Weekend: recipe.SpanMs >= 10*zone.DayMs}
		l.slot = l.Rest.slotsOf(s.Calendar)
	}
	return l.crossFit()
}

// restSlotMs is the finest slot of the leftover shape; finer ones hold too few values.
const restSlotMs = 300_000

// linearFit is a linear model in the making.
type linearFit struct {
	Linear
	sample  Sample
	options LinearOptions
	x       features.Matrix // standardised
	weights []float64
	slot    []int // of the leftover shape
	dropped int
}

// standardise brings each column but the first to mean 0 and deviation 1; a constant
// column becomes zeros.
func (l *linearFit) standardise() {
	n := float64(l.x.Rows)
	l.Mean, l.Deviation = make([]float64, l.x.Cols), make([]float64, l.x.Cols)
	l.Deviation[0] = 1
	for j := 1; j < l.x.Cols; j++ {
		column := l.x.Column(j)
		mean := num.Mean(column)
		squares := 0.0
		for i, v := range column {
			column[i] = v - mean
			squares += num.Mul(column[i], column[i])
		}
		deviation := math.Sqrt(squares / n)
		if deviation < constantColumn {
			deviation = 1
		}
		for i := range column {
			column[i] /= deviation
		}
		l.Mean[j], l.Deviation[j] = mean, deviation
	}
}

// constantColumn: columns are near 1, so a deviation below this is rounding.
const constantColumn = 1e-9

// Reweighting: at tukeyLimit robust deviations a row's weight is gone, which keeps 95 % of
// the efficiency of least squares on normal errors; weightLeft keeps the system solvable.
// After reweightings rounds the weights no longer move.
const (
	reweightings = 4
	tukeyLimit   = 4.685
	weightLeft   = 1e-3
)

// reweight solves for the coefficients, gives far rows less weight, and solves again.
func (l *linearFit) reweight() error {
	n := l.x.Rows
	l.weights = make([]float64, n)
	for i := range l.weights {
		l.weights[i] = 1
	}
	if !l.options.Robust {
		return nil
	}
	for range reweightings {
		g, err := GramOf(l.x.Data, l.sample.Values, l.weights, 0, n)
		if err != nil {
			return err
		}
		solution, err := SolveGram(g, l.penalties(g.Weight))
		if err != nil {
			return err
		}
		residuals := l.predict(solution.Coefficients)
		for i, y := range l.sample.Values {
			residuals[i] = y - residuals[i]
		}
		tukeyWeights(l.weights, residuals)
	}
	return nil
}

// tukeyWeights fills weights, shape [n], with those of residuals, shape [n].
func tukeyWeights(weights, residuals []float64) {
	limit := num.Mul(tukeyLimit, features.MAD(residuals))
	for i, r := range residuals {
		u := math.Abs(r) / limit
		weights[i] = weightLeft
		if limit == 0 || u < 1 {
			v := 1.0
			if limit > 0 {
				v -= num.Mul(u, u)
			} else if r != 0 {
				v = 0
			}
			weights[i] += num.Mul(v, v)
		}
	}
}

func (l *linearFit) penalties(weight float64) []float64 {
	ridge := make([]float64, l.x.Cols)
	for j := 1; j < len(ridge); j++ {
		ridge[j] = num.Mul(l.options.Ridge, weight)
	}
	return ridge
}

// predict returns x·b, shape [n].
func (l *linearFit) predict(b []float64) []float64 {
	out := make([]float64, l.x.Rows)
	for j, coefficient := range b {
		if coefficient == 0 {
			continue
		}
		for i, v := range l.x.Column(j) {
			out[i] += num.Mul(v, coefficient)
		}
	}
	return out
}
