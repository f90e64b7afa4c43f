package fit

import (
	"context"

	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/spec"
	"github.com/tidemark/tidemark/pkg/engine/tree"
)

// treesFit is a model of trees in the making.
type treesFit struct {
	kind   string
	sample Sample
	recipe features.Recipe
	base   Fitted          // the linear model
	x      features.Matrix // what the trees ask for
	bins   *tree.Bins
	target []float64 // what the linear model leaves out of fold, shape [n]
	grow   growth
}

// FitTrees learns a model of trees of a kind on what a linear model of the sample leaves:
// out of fold, since it leaves too little of rows that it has learnt from. Nothing is
// changed.
//
// Errors: the context's, and those of package tree, which no valid spec gives.
// Twin: src/engine/fit/treesFit.ts.
func FitTrees(ctx context.Context, kind string, s Sample, recipe features.Recipe, sp spec.Spec, linear Fitted) (Fitted, error) {
	f := &treesFit{kind: kind, sample: s, recipe: recipe, base: linear, x: recipe.Wall(s.Calendar, s.Explainers)}
	n := len(s.Values)
	var err error
	if f.bins, err = tree.Bin(ctx, f.x.Data, n, tree.MostBins); err != nil {
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
func FitTrend(ctx context.Context, s Sample, recipe features.Recipe, o LinearOptions) (Fitted, error) {
	s.Explainers = nil
	o.Search = false
	return FitLinear(ctx, s, features.Recipe{
		FromMs: recipe.FromMs, SpanMs: recipe.SpanMs, Weekend: -1, Holiday: -1, Slope: recipe.Slope, Steps: recipe.Steps,
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
		Model:     Model{Kind: f.kind, Trees: &Trees{Recipe: f.recipe, Linear: *f.base.Model.Linear, Ensemble: *whole}},
		Fit:       append([]float64(nil), f.base.Fit...),
		OutOfFold: append([]float64(nil), f.base.OutOfFold...), Dropped: f.base.Dropped, Choices: f.base.Choices,
	}
	for i := range out.Fit {
		if i%rowsBetweenChecks == 0 && ctx.Err() != nil {
			return Fitted{}, ctx.Err()
		}
		out.Fit[i] += whole.Answer(f.x.Data, f.x.Rows, i)
	}
	return out, f.addOutOfFold(ctx, out.OutOfFold, whole)
}

// addOutOfFold adds to each row, shape [n], what trees say that grew on the other folds;
// where those have too few rows, what the whole says.
func (f *treesFit) addOutOfFold(ctx context.Context, to []float64, whole *tree.Ensemble) error {
	blocks := f.sample.blocks()
	for fold := range folds {
		if err := ctx.Err(); err != nil {
			return err
		}
		without := whole
		if others := outside(blocks, fold); len(others) >= leastOutside {
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

// outside returns the rows of all folds but one.
func outside(blocks []block, fold int) []int32 {
	var rows []int32
	for _, b := range blocks {
		for i := b.from; b.fold != fold && i < b.to; i++ {
			rows = append(rows, int32(i))
		}
	}
	return rows
}

// inside returns the rows of a fold.
func inside(blocks []block, fold int) []int32 {
	var rows []int32
	for _, b := range blocks {
		for i := b.from; b.fold == fold && i < b.to; i++ {
			rows = append(rows, int32(i))
		}
	}
	return rows
}
