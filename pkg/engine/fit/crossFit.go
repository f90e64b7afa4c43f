package fit

import (
	"context"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// crossFit fits all rows, then each fold's rows from the others, with the weights of the
// whole: one Gram a fold serves all. l.without keeps what each fold's others say of all rows.
func (l *linearFit) crossFit(ctx context.Context) (Fitted, error) {
	blocks := l.sample.blocks()
	l.without = make([][]float64, folds)
	parts, total, err := l.foldGrams(ctx, blocks)
	if err != nil {
		return Fitted{}, err
	}
	whole, err := l.solve(ctx, total, rowsBut(blocks, -1))
	if err != nil {
		return Fitted{}, err
	}
	l.Coefficients = whole.coefficients
	for k := range l.Cycles {
		l.Cycles[k].Values = whole.cycles[k]
	}
	if l.ResidualProfile != nil {
		l.ResidualProfile.Values = whole.residualProfile
	}
	out := Fitted{Model: Model{Kind: KindLinear, Linear: &l.Linear}, Fit: whole.predicted, Dropped: whole.dropped}
	out.OutOfFold = append([]float64(nil), whole.predicted...)
	for fold, part := range parts {
		l.without[fold] = whole.predicted
		if total.Rows-part.Rows < minOutside || part.Rows == 0 {
			continue
		}
		others := total.Copy()
		if err := others.Subtract(part); err != nil {
			return Fitted{}, err
		}
		without, err := l.solve(ctx, others, rowsBut(blocks, fold))
		if err != nil {
			return Fitted{}, err
		}
		l.without[fold] = without.predicted
		for _, b := range blocks {
			if b.fold == fold {
				copy(out.OutOfFold[b.from:b.to], without.predicted[b.from:b.to])
			}
		}
	}
	return out, nil
}

// foldGrams returns the Gram of each fold and of all.
func (l *linearFit) foldGrams(ctx context.Context, blocks []block) (parts []*Gram, total *Gram, err error) {
	parts, total = make([]*Gram, folds), NewGram(l.x.Cols)
	weights := make([]float64, l.x.Rows)
	for fold := range parts {
		clear(weights)
		for _, b := range blocks {
			if b.fold == fold {
				copy(weights[b.from:b.to], l.weights[b.from:b.to])
			}
		}
		if parts[fold], err = GramOf(ctx, l.x.Data, l.target, weights, 0, l.x.Rows); err != nil {
			return nil, nil, err
		}
		if err = total.Add(parts[fold]); err != nil {
			return nil, nil, err
		}
	}
	return parts, total, nil
}

// rowsBut returns the rows of all folds but one; of all with fold −1.
func rowsBut(blocks []block, fold int) []int {
	rows := make([]int, 0, rowsOutside(blocks, fold))
	for _, b := range blocks {
		if b.fold == fold {
			continue
		}
		for i := b.from; i < b.to; i++ {
			rows = append(rows, i)
		}
	}
	return rows
}

// solved is a solution of some rows with its predictions of all, shape [n].
type solved struct {
	coefficients    []float64
	cycles          [][]float64
	residualProfile []float64
	predicted       []float64
	dropped         int
}

// cycleRounds: coefficients and seasonal profiles are fitted to the residuals of each other, in turns.
const cycleRounds = 2

// solve fits the rows of a Gram matrix, and the profiles of their residuals.
func (l *linearFit) solve(ctx context.Context, g *Gram, rows []int) (solved, error) {
	out, err := l.solveOnce(ctx, g)
	if err != nil {
		return solved{}, err
	}
	cycles := make([][]float64, len(l.Cycles))
	for round := 0; len(cycles) > 0; round++ {
		if err := ctx.Err(); err != nil {
			return solved{}, err
		}
		l.fitCycles(cycles, out.predicted, rows)
		if round == cycleRounds-1 {
			l.addCycles(out.predicted, cycles, -1)
			out.cycles = cycles
			break
		}
		shapes, left := make([]float64, len(out.predicted)), *g
		l.addCycles(shapes, cycles, -1)
		left.XtY = l.products(rows, func(i int) float64 { return l.sample.Values[i] - shapes[i] })
		if out, err = l.solveOnce(ctx, &left); err != nil {
			return solved{}, err
		}
	}
	if err := ctx.Err(); err != nil {
		return solved{}, err
	}
	if l.ResidualProfile != nil {
		out.residualProfile = l.residualProfileOf(out.predicted, rows)
		for i, slot := range l.slot {
			out.predicted[i] += out.residualProfile[slot]
		}
	}
	return out, nil
}

func (l *linearFit) solveOnce(ctx context.Context, g *Gram) (solved, error) {
	solution, err := SolveGram(ctx, g, l.penalties(g.Weight))
	if err != nil {
		return solved{}, err
	}
	b := solution.Coefficients
	return solved{coefficients: b, predicted: product(l.x, b, used(b)), dropped: len(solution.Dropped)}, nil
}

// products returns Xᵀ·W·target over rows, shape [columns].
func (l *linearFit) products(rows []int, target func(i int) float64) []float64 {
	weighted := make([]float64, len(rows))
	for k, i := range rows {
		weighted[k] = num.Mul(l.weights[i], target(i))
	}
	out := make([]float64, l.x.Cols)
	for j := range out {
		column, total := l.x.Column(j), 0.0
		for k, i := range rows {
			total += num.Mul(column[i], weighted[k])
		}
		out[j] = total
	}
	return out
}

// fitCycles learns each seasonal profile, in place, from the residuals of a prediction and of the other profiles
// of rows.
func (l *linearFit) fitCycles(cycles [][]float64, predicted []float64, rows []int) {
	for k := range cycles {
		others := append([]float64(nil), predicted...)
		l.addCycles(others, cycles, k)
		bin, residuals := make([]int, len(rows)), make([]float64, len(rows))
		for j, i := range rows {
			bin[j], residuals[j] = l.bins[k][i], l.sample.Values[i]-others[i]
		}
		cycles[k] = cycleMedians(bin, residuals, len(l.Cycles[k].Values))
	}
}

// addCycles adds all cycles that are learnt, but one, to a value of each row.
func (l *linearFit) addCycles(to []float64, cycles [][]float64, but int) {
	for k, values := range cycles {
		if values == nil || k == but {
			continue
		}
		for i, bin := range l.bins[k] {
			to[i] += values[bin]
		}
	}
}

// residualProfileOf returns the shape of the day that rows have left after a prediction.
func (l *linearFit) residualProfileOf(predicted []float64, rows []int) []float64 {
	slot, residuals := make([]int, len(rows)), make([]float64, len(rows))
	for k, i := range rows {
		slot[k], residuals[k] = l.slot[i], l.sample.Values[i]-predicted[i]
	}
	return significantProfile(*l.ResidualProfile, slot, residuals).Values
}
