package fit

import (
	"context"

	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/spec"
	"github.com/tidemark/tidemark/pkg/engine/tree"
)

// treesFit is a model of trees in the making.
type treesFit struct {
	kind       string
	sample     Sample
	designSpec features.DesignSpec
	base       Fitted          // the linear model
	x          features.Matrix // the trees' features
	bins       *tree.Bins
	target     []float64 // out-of-fold residuals of the linear model, shape [n]
	grow       growth
}

// FitTrees learns a model of trees of a kind on the out-of-fold residuals of a linear model. Its residuals on
// training rows would be too small. Nothing is
// changed.
//
// Errors: the context's, and those of package tree, which no valid spec gives.
// Twin: src/engine/fit/treesFit.ts.
func FitTrees(ctx context.Context, kind string, s Sample, designSpec features.DesignSpec, sp spec.Spec, linear Fitted) (Fitted, error) {
	f := &treesFit{kind: kind, sample: s, designSpec: designSpec, base: linear, x: designSpec.TreeFeatures(s.Calendar, s.Covariates)}
	n := len(s.Values)
	var err error
	if f.bins, err = tree.Bin(ctx, f.x.Data, n, tree.MaxBins); err != nil {
		return Fitted{}, err
	}
	f.target = make([]float64, n)
	for i, v := range s.Values {
		f.target[i] = v - linear.OutOfFold[i]
	}
	if f.grow, err = f.grower(ctx, sp); err != nil {
		return Fitted{}, err
	}
	return f.crossFit(ctx)
}

// FitTrend learns the linear model under a tree or a forest: level, slope and steps alone.
// Errors: those of FitLinear. Twin: fitTrend.
func FitTrend(ctx context.Context, s Sample, designSpec features.DesignSpec, o LinearOptions) (Fitted, error) {
	s.Covariates = nil
	o.Search = false
	return FitLinear(ctx, s, features.DesignSpec{
		FromMs: designSpec.FromMs, SpanMs: designSpec.SpanMs, Weekend: -1, Holiday: -1, Slope: designSpec.Slope, Steps: designSpec.Steps,
		Cycles: []features.Cycle{}, Regressors: []features.Input{}, // [] in JSON, never null
	}, o)
}

// crossFit grows on all rows, then for each fold's rows on the others.
func (f *treesFit) crossFit(ctx context.Context) (Fitted, error) {
	whole, err := f.grow(ctx, nil)
	if err != nil {
		return Fitted{}, err
	}
	out := Fitted{
		Model:     Model{Kind: f.kind, Trees: &Trees{DesignSpec: f.designSpec, Linear: *f.base.Model.Linear, Ensemble: *whole}},
		Fit:       append([]float64(nil), f.base.Fit...),
		OutOfFold: append([]float64(nil), f.base.OutOfFold...), Dropped: f.base.Dropped, Eliminations: f.base.Eliminations,
	}
	for i := range out.Fit {
		if i%rowsBetweenChecks == 0 && ctx.Err() != nil {
			return Fitted{}, ctx.Err()
		}
		out.Fit[i] += whole.Answer(f.x.Data, f.x.Rows, i)
	}
	return out, f.addOutOfFold(ctx, out.OutOfFold, whole)
}

// addOutOfFold adds to each row, shape [n], the prediction of trees grown on the other folds; if those have too few
// rows, the prediction of all trees.
func (f *treesFit) addOutOfFold(ctx context.Context, to []float64, whole *tree.Ensemble) error {
	blocks := f.sample.blocks()
	for fold := range folds {
		if err := ctx.Err(); err != nil {
			return err
		}
		without := whole
		if others := outside(blocks, fold); len(others) >= minOutside {
			var err error
			if without, err = f.grow(ctx, others); err != nil {
				return err
			}
		}
		for _, b := range blocks {
			for i := b.from; b.fold == fold && i < b.to; i++ {
				if i%rowsBetweenChecks == 0 && ctx.Err() != nil {
					return ctx.Err()
				}
				to[i] += without.Answer(f.x.Data, f.x.Rows, i)
			}
		}
	}
	return nil
}
