package fit

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// constantColumn: columns are near 1, so a deviation below this is rounding.
const constantColumn = 1e-9

// standardise brings each column from first on, but the level's, to mean 0 and deviation
// 1, and notes how; a constant column becomes zeros.
func (l *linearFit) standardise(first int) {
	for j := first; j < l.x.Cols; j++ {
		mean, deviation := 0.0, 1.0
		if j > 0 {
			mean, deviation = standardOf(l.x.Column(j))
		}
		l.Mean, l.Deviation = append(l.Mean, mean), append(l.Deviation, deviation)
	}
	l.scale(l.x, first)
}

// standardOf returns the mean and the deviation of a column, shape [n ≥ 1]. A constant one
// has deviation 1; one whose numbers are too large to be squared nearly vanishes.
func standardOf(column []float64) (mean, deviation float64) {
	mean = num.Mean(column)
	squares := 0.0
	for _, v := range column {
		squares += num.Mul(v-mean, v-mean)
	}
	deviation = math.Sqrt(squares / float64(len(column)))
	switch {
	case deviation < constantColumn:
		return mean, 1
	case deviation <= math.MaxFloat64:
		return mean, deviation
	}
	return 0, math.MaxFloat64
}

// Reweighting: at tukeyLimit robust deviations a row's weight is gone, which keeps 95 % of
// the efficiency of least squares on normal errors; weightLeft keeps the system solvable.
const (
	tukeyLimit = 4.685
	weightLeft = 1e-3
)

// reweight starts from equal weights, solves for the coefficients, gives far rows less
// weight, and so on. It returns the residuals of the last solution, shape [n]. Where
// nothing is to be robust it solves once and leaves the weights equal.
func (l *linearFit) reweight(ctx context.Context, rounds int) ([]float64, error) {
	l.weights = make([]float64, l.x.Rows)
	for i := range l.weights {
		l.weights[i] = 1
	}
	for round := 1; ; round++ {
		solution, err := l.solution(ctx)
		if err != nil {
			return nil, err
		}
		residuals := product(l.x, solution.Coefficients, used(solution.Coefficients))
		for i, y := range l.target {
			residuals[i] = y - residuals[i]
		}
		if l.options.Robust {
			tukeyWeights(l.weights, residuals)
		}
		if round == rounds || !l.options.Robust {
			return residuals, nil
		}
	}
}

// solution solves for the coefficients with the present weights.
func (l *linearFit) solution(ctx context.Context) (*Solution, error) {
	g, err := GramOf(ctx, l.x.Data, l.target, l.weights, 0, l.x.Rows)
	if err != nil {
		return nil, err
	}
	return SolveGram(ctx, g, l.penalties(g.Weight))
}

// tukeyWeights fills weights, shape [n], with those of residuals, shape [n].
func tukeyWeights(weights, residuals []float64) {
	limit := num.Mul(tukeyLimit, num.MAD(residuals))
	for i, r := range residuals {
		weights[i] = weightLeft
		switch u := math.Abs(r) / limit; {
		case r == 0:
			weights[i]++
		case u < 1:
			v := 1 - num.Mul(u, u)
			weights[i] += num.Mul(v, v)
		}
	}
}

// penalties returns the penalty of each coefficient, shape [columns]; the level has none.
func (l *linearFit) penalties(weight float64) []float64 {
	ridge := make([]float64, l.x.Cols)
	for j := 1; j < len(ridge); j++ {
		ridge[j] = num.Mul(l.options.Ridge, weight)
	}
	return ridge
}
