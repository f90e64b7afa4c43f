package fit

import (
	"context"

	"github.com/tidemark/tidemark/pkg/engine/spec"
	"github.com/tidemark/tidemark/pkg/engine/tree"
)

// FittedQuantiles are boosted trees for two quantiles with what they say of their own
// history by trees that did not learn from the row's fold, shape [n]. They may cross.
type FittedQuantiles struct {
	Lower, Upper                   tree.Ensemble
	OutOfFoldLower, OutOfFoldUpper []float64
}

// FitQuantiles boosts trees for the (1 − coverage)/2 and (1 + coverage)/2 quantiles of a
// target, shape [n], finite, on what the trees of a boosted model of the sample ask for, and
// as the spec has those grow. Nothing is changed.
//
// Errors: the context's, and those of package tree, which no valid spec gives.
// Source: Koenker & Bassett (1978). Twin: fitQuantiles in src/engine/fit/quantilesFit.ts.
func FitQuantiles(ctx context.Context, s Sample, m Trees, target []float64, coverage float64, sp spec.Spec) (FittedQuantiles, error) {
	out := FittedQuantiles{}
	f := &treesFit{kind: KindBoosted, sample: s, x: m.DesignSpec.TreeFeatures(s.Calendar, s.Covariates), target: target}
	var err error
	if f.bins, err = tree.Bin(ctx, f.x.Data, len(target), tree.MaxBins); err != nil {
		return out, err
	}
	tail := (1 - coverage) / 2
	if out.Lower, out.OutOfFoldLower, err = f.quantile(ctx, tail, sp); err != nil {
		return out, err
	}
	out.Upper, out.OutOfFoldUpper, err = f.quantile(ctx, 1-tail, sp)
	return out, err
}

// quantile boosts on all rows, then for each fold's rows on the others.
func (f *treesFit) quantile(ctx context.Context, level float64, sp spec.Spec) (whole tree.Ensemble, outOfFold []float64, err error) {
	o := boostOptions(sp)
	o.Quantile = level
	if o.Rounds, err = f.roundsThatPay(ctx, o); err != nil {
		return tree.Ensemble{}, nil, err
	}
	f.grow = func(ctx context.Context, rows []int32) (*tree.Ensemble, error) {
		return tree.Boost(ctx, f.bins, f.target, rows, nil, o)
	}
	all, err := f.grow(ctx, nil)
	if err != nil {
		return tree.Ensemble{}, nil, err
	}
	outOfFold = make([]float64, len(f.target))
	return *all, outOfFold, f.addOutOfFold(ctx, outOfFold, all)
}
