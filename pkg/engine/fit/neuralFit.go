package fit

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/neural"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/spec"
)

// farTarget bounds the standardised values that a network learns: their squares must not
// overflow, and beyond it a value is no measurement.
const farTarget = 1e6

// robustLimit is where, in robust deviations, an error's square gives way to its size: 95 %
// of the efficiency of least squares on normal errors. Source: Huber (1964).
const robustLimit = 1.345

// neuralFit is a neural model in the making.
type neuralFit struct {
	Neural
	sample  Sample
	blocks  []block
	without [][]float64 // what linear fits without each fold say of all rows, shape [n]
	options neural.Options
	rows    []float64 // inputs, shape [n, inputs]
}

// FitNeural learns a linear model, and a network for its residuals. A first training without
// the last rows tells whether a network pays, and how many passes; it is then trained as long
// on all rows, and on those outside each fold. The sample has n ≥ 1 rows and is not changed.
//
// Errors: the context's, and those of FitLinear and neural.Fit, which no valid spec gives.
// Twin: src/engine/fit/neuralFit.ts.
func FitNeural(ctx context.Context, s Sample, designSpec features.DesignSpec, sp spec.Spec) (Fitted, error) {
	linear, l, err := fitLinear(ctx, s, designSpec, linearOptions(sp))
	if err != nil {
		return Fitted{}, err
	}
	f := &neuralFit{Neural: Neural{Linear: *linear.Model.Linear}, sample: s, blocks: s.blocks(), without: l.without, options: networkOptions(sp), rows: rowsOf(l.x)}
	s.Scratch.Leave(l.x)
	if err := ctx.Err(); err != nil {
		return Fitted{}, err
	}
	left := f.leftBy(linear.Fit)
	f.Center, f.Spread = num.Median(left), num.MAD(left)
	if f.Spread == 0 {
		f.Spread = 1 // the unit's own
	}
	return f.crossFit(ctx, linear)
}

// crossFit trains for all rows, and for each fold's from the others, if that pays.
func (f *neuralFit) crossFit(ctx context.Context, linear Fitted) (Fitted, error) {
	out := linear
	out.Model = Model{Kind: KindNeural, Neural: &f.Neural}
	trial, pays, err := f.trial(ctx, linear.OutOfFold)
	if err != nil {
		return Fitted{}, err
	}
	if !pays {
		f.Center, f.Spread, f.Network = 0, 0, trial.Network
		return out, nil
	}
	f.options.Epochs = trial.Epochs
	out.OutOfFold = append([]float64(nil), linear.OutOfFold...)
	for fold := range folds {
		if err := ctx.Err(); err != nil {
			return Fitted{}, err
		}
		others := rowsBut(f.blocks, fold)
		if len(others) < minOutside || len(others) == len(out.Fit) {
			continue
		}
		without, err := f.train(ctx, f.without[fold], others, nil)
		if err != nil {
			return Fitted{}, err
		}
		f.addFold(ctx, out.OutOfFold, without.Network, fold)
	}
	whole, err := f.train(ctx, linear.Fit, rowsBut(f.blocks, -1), nil)
	if err != nil {
		return Fitted{}, err
	}
	f.Network = whole.Network
	out.Fit = append([]float64(nil), linear.Fit...)
	add(out.Fit, f.leftover(ctx, f.rows))
	return out, ctx.Err()
}

// A network must leave at most maxLeftLater of the mean absolute error of the last rows of
// the history, one in laterShare, which it has not learnt from. Blocks in between would not
// do: a network interpolates well and extrapolates badly.
const (
	laterShare   = 5
	maxLeftLater = 0.97
)

// trial learns from the first rows and says whether the rows after them are better off.
func (f *neuralFit) trial(ctx context.Context, outOfFold []float64) (first neural.Fitted, pays bool, err error) {
	rows := rowsBut(f.blocks, -1)
	cut := len(rows) - len(rows)/laterShare
	first, err = f.train(ctx, outOfFold, rows[:cut], rows[cut:])
	if err != nil || cut == len(rows) {
		return first, false, err
	}
	inputs := len(f.rows) / len(rows)
	f.Network = first.Network
	before, after := 0.0, 0.0
	for i, added := range f.leftover(ctx, f.rows[cut*inputs:]) {
		left := f.sample.Values[cut+i] - outOfFold[cut+i]
		before += math.Abs(left)
		after += math.Abs(left - added)
	}
	return first, after < num.Mul(maxLeftLater, before), ctx.Err()
}

// networkOptions reads the spec's options.
func networkOptions(sp spec.Spec) neural.Options {
	n := sp.Model.Neural
	limit := math.Inf(1)
	if sp.Clean.Outliers == "robust" {
		limit = robustLimit
	}
	return neural.Options{
		Hidden: n.Hidden, Activation: n.Activation, Epochs: n.Epochs, Batch: n.Batch, Rate: n.LearningRate,
		Loss: neural.Loss{L2: n.L2, Limit: limit}, Patience: n.Patience, Seed: sp.Model.Seed,
	}
}

// leftBy returns the residuals of a prediction.
func (f *neuralFit) leftBy(predicted []float64) []float64 {
	left := make([]float64, len(predicted))
	for i, v := range f.sample.Values {
		left[i] = v - predicted[i]
	}
	return left
}

// train learns the residuals of a prediction from rows; held-out rows decide when to stop.
func (f *neuralFit) train(ctx context.Context, predicted []float64, rows, validation []int) (neural.Fitted, error) {
	target := f.leftBy(predicted)
	for i, v := range target {
		target[i] = within((v-f.Center)/f.Spread, farTarget)
	}
	return neural.Fit(ctx, f.rows, target, len(f.rows)/len(target), rows, validation, f.options)
}

// addFold adds a network's leftovers to the rows of a fold.
func (f *neuralFit) addFold(ctx context.Context, to []float64, network neural.Network, fold int) {
	inputs := len(f.rows) / len(to)
	without := f.Neural
	without.Network = network
	for _, b := range f.blocks {
		if b.fold == fold {
			add(to[b.from:b.to], without.leftover(ctx, f.rows[b.from*inputs:b.to*inputs]))
		}
	}
}
