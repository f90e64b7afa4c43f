package fit

import (
	"context"
	"slices"

	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/spec"
)

// Entry is one contestant of auto with its out-of-fold pinball loss, in the history's unit.
type Entry struct {
	Kind    string
	Pinball float64
}

// Fit learns the model that the spec names; auto lets the kinds contend that cost little, and
// takes the linear one unless another's loss is clearly less. The sample has n ≥ 1 rows
// and is not changed. contest is empty but for auto.
//
// Errors: the context's, and those of FitLinear, FitTrees and FitNeural. Twin: fit in src/engine/fit/fit.ts.
func Fit(ctx context.Context, s Sample, sp spec.Spec) (fitted Fitted, contest []Entry, err error) {
	start := features.WeekStart(s.Calendar, s.Values)
	s.Calendar = s.Calendar.WeekFrom(start)
	recipe := features.Plan(s.Calendar, s.Values, s.Explainers, s.StepMs, sp)
	if err := ctx.Err(); err != nil {
		return Fitted{}, nil, err
	}
	if sp.Model.Kind == "auto" {
		fitted, contest, err = fitAuto(ctx, s, recipe, sp)
	} else {
		fitted, err = fitKind(ctx, sp.Model.Kind, s, recipe, sp)
	}
	fitted.Model.WeekStart = start
	return fitted, contest, err
}

// fitChosen learns the linear model of the columns that features.select leaves.
func fitChosen(ctx context.Context, s Sample, recipe features.Recipe, sp spec.Spec) (Fitted, error) {
	o := linearOptions(sp)
	if sp.Features.Select == "off" {
		return FitLinear(ctx, s, recipe, o)
	}
	recipe, choices, err := Choose(ctx, s, recipe, o)
	if err != nil {
		return Fitted{}, err
	}
	fitted, err := FitLinear(ctx, s, recipe, o)
	fitted.Choices = choices
	return fitted, err
}

func fitKind(ctx context.Context, kind string, s Sample, recipe features.Recipe, sp spec.Spec) (Fitted, error) {
	if err := ctx.Err(); err != nil {
		return Fitted{}, err
	}
	switch kind {
	case KindSeasonal:
		return FitSeasonal(ctx, s, recipe, sp.Clean.Outliers == "robust")
	case KindTree, KindForest:
		trend, err := FitTrend(ctx, s, recipe, linearOptions(sp))
		if err != nil {
			return Fitted{}, err
		}
		return FitTrees(ctx, kind, s, recipe, sp, trend)
	case KindBoosted:
		linear, err := fitChosen(ctx, s, recipe, sp)
		if err != nil {
			return Fitted{}, err
		}
		return FitTrees(ctx, kind, s, recipe, sp, linear)
	case KindNeural:
		return FitNeural(ctx, s, recipe, sp)
	}
	return fitChosen(ctx, s, recipe, sp)
}

// fitAuto lets linear and seasonal contend, and boosted where a quick look says that trees
// find what the linear model leaves. A network or a forest costs more than all others
// together; a tree is worse than either.
func fitAuto(ctx context.Context, s Sample, recipe features.Recipe, sp spec.Spec) (Fitted, []Entry, error) {
	linear, err := fitKind(ctx, KindLinear, s, recipe, sp)
	if err != nil {
		return Fitted{}, nil, err
	}
	seasonal, err := fitKind(ctx, KindSeasonal, s, recipe, sp)
	if err != nil {
		return Fitted{}, nil, err
	}
	contestants := []Fitted{linear, seasonal}
	pays, err := boostingPays(ctx, s, recipe, linear)
	if err != nil {
		return Fitted{}, nil, err
	}
	if pays {
		boosted, err := FitTrees(ctx, KindBoosted, s, recipe, sp, linear)
		if err != nil {
			return Fitted{}, nil, err
		}
		contestants = append(contestants, boosted)
	}
	if err := ctx.Err(); err != nil {
		return Fitted{}, nil, err
	}
	fitted, contest := judge(contestants, s, sp.Band.Core)
	return fitted, contest, nil
}

// judge takes the first contestant that no later one beats by more than a standard error
// of their difference, block by block: errors of neighbours are alike, those of blocks
// hardly.
func judge(contestants []Fitted, s Sample, core float64) (Fitted, []Entry) {
	blocks := s.blocks()
	losses, contest := make([][]float64, len(contestants)), make([]Entry, len(contestants))
	for c, f := range contestants {
		losses[c] = blockLosses(f, s.Values, blocks, core)
		contest[c] = Entry{Kind: f.Model.Kind, Pinball: num.Mean(losses[c])}
	}
	best := 0
	for c := 1; c < len(contestants); c++ {
		if clearlyLess(losses[c], losses[best]) {
			best = c
		}
	}
	return contestants[best], contest
}

// blockLosses returns each block's mean pinball loss at the core's edges and the middle,
// the edges standing at the quantiles of the contestant's own residuals.
func blockLosses(f Fitted, values []float64, blocks []block, core float64) []float64 {
	residuals := make([]float64, len(values))
	for i, v := range values {
		residuals[i] = v - f.OutOfFold[i]
	}
	sorted := append([]float64(nil), residuals...)
	slices.Sort(sorted)
	levels := []float64{(1 - core) / 2, 0.5, (1 + core) / 2}
	losses := make([]float64, len(blocks))
	for b, rows := range blocks {
		for _, level := range levels {
			at, _ := num.QuantileSorted(sorted, level) // n ≥ 1 and 0 < p < 1
			for _, r := range residuals[rows.from:rows.to] {
				losses[b] += Pinball(r-at, level)
			}
		}
		losses[b] /= float64(3 * (rows.to - rows.from))
	}
	return losses
}

// Pinball is the loss of a quantile that is missed by e. Source: Koenker & Bassett (1978).
func Pinball(e, level float64) float64 {
	if e >= 0 {
		return num.Mul(level, e)
	}
	return num.Mul(level-1, e)
}
