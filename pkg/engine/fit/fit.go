package fit

import (
	"context"
	"slices"

	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/spec"
)

// Candidate is one candidate of auto with its out-of-fold pinball loss, in the history's unit.
type Candidate struct {
	Kind    string
	Pinball float64
}

// Fit learns the model that the spec names; auto selects among the cheap kinds, and takes the linear one unless
// another's loss is clearly less. The sample has n ≥ 1 rows
// and is not changed. candidates is empty but for auto.
//
// Errors: the context's, and those of FitLinear, FitTrees and FitNeural. Twin: fit in src/engine/fit/fit.ts.
func Fit(ctx context.Context, s Sample, sp spec.Spec) (fitted Fitted, candidates []Candidate, err error) {
	start := features.WeekStart(s.Calendar, s.Values)
	s.Calendar = s.Calendar.WeekFrom(start)
	designSpec := features.Plan(s.Calendar, s.Values, s.Covariates, s.StepMs, sp)
	if err := ctx.Err(); err != nil {
		return Fitted{}, nil, err
	}
	if sp.Model.Kind == "auto" {
		fitted, candidates, err = fitAuto(ctx, s, designSpec, sp)
	} else {
		fitted, err = fitKind(ctx, sp.Model.Kind, s, designSpec, sp)
	}
	fitted.Model.WeekStart = start
	return fitted, candidates, err
}

// fitChosen learns the linear model of the columns that features.select keeps.
func fitChosen(ctx context.Context, s Sample, designSpec features.DesignSpec, sp spec.Spec) (Fitted, error) {
	o := linearOptions(sp)
	if sp.Features.Select == "off" {
		return FitLinear(ctx, s, designSpec, o)
	}
	designSpec, eliminations, err := SelectFeatures(ctx, s, designSpec, o)
	if err != nil {
		return Fitted{}, err
	}
	fitted, err := FitLinear(ctx, s, designSpec, o)
	fitted.Eliminations = eliminations
	return fitted, err
}

func fitKind(ctx context.Context, kind string, s Sample, designSpec features.DesignSpec, sp spec.Spec) (Fitted, error) {
	if err := ctx.Err(); err != nil {
		return Fitted{}, err
	}
	switch kind {
	case KindSeasonal:
		return FitSeasonal(ctx, s, designSpec, sp.Clean.Outliers == "robust")
	case KindTree, KindForest:
		trend, err := FitTrend(ctx, s, designSpec, linearOptions(sp))
		if err != nil {
			return Fitted{}, err
		}
		return FitTrees(ctx, kind, s, designSpec, sp, trend)
	case KindBoosted:
		linear, err := fitChosen(ctx, s, designSpec, sp)
		if err != nil {
			return Fitted{}, err
		}
		return FitTrees(ctx, kind, s, designSpec, sp, linear)
	case KindNeural:
		return FitNeural(ctx, s, designSpec, sp)
	}
	return fitChosen(ctx, s, designSpec, sp)
}

// fitAuto selects between linear, seasonal and, if a short trial finds structure in the residuals of the linear
// model, boosted. A network or a forest costs more than all others
// together; a tree is worse than either.
func fitAuto(ctx context.Context, s Sample, designSpec features.DesignSpec, sp spec.Spec) (Fitted, []Candidate, error) {
	linear, err := fitKind(ctx, KindLinear, s, designSpec, sp)
	if err != nil {
		return Fitted{}, nil, err
	}
	seasonal, err := fitKind(ctx, KindSeasonal, s, designSpec, sp)
	if err != nil {
		return Fitted{}, nil, err
	}
	fits := []Fitted{linear, seasonal}
	pays, err := boostingPays(ctx, s, designSpec, linear)
	if err != nil {
		return Fitted{}, nil, err
	}
	if pays {
		boosted, err := FitTrees(ctx, KindBoosted, s, designSpec, sp, linear)
		if err != nil {
			return Fitted{}, nil, err
		}
		fits = append(fits, boosted)
	}
	if err := ctx.Err(); err != nil {
		return Fitted{}, nil, err
	}
	fitted, candidates := selectModel(fits, s, sp.Band.Interval)
	return fitted, candidates, nil
}

// selectModel takes the first candidate that no later one beats by more than a standard error
// of their difference, block by block: errors of neighbours are alike, those of blocks
// hardly.
func selectModel(fits []Fitted, s Sample, interval float64) (Fitted, []Candidate) {
	blocks := s.blocks()
	losses, candidates := make([][]float64, len(fits)), make([]Candidate, len(fits))
	for c, f := range fits {
		losses[c] = blockLosses(f, s.Values, blocks, interval)
		candidates[c] = Candidate{Kind: f.Model.Kind, Pinball: num.Mean(losses[c])}
	}
	best := 0
	for c := 1; c < len(fits); c++ {
		if clearlyLess(losses[c], losses[best]) {
			best = c
		}
	}
	return fits[best], candidates
}

// blockLosses returns each block's mean pinball loss at the interval's limits and the middle,
// the limits standing at the quantiles of the candidate's own residuals.
func blockLosses(f Fitted, values []float64, blocks []block, interval float64) []float64 {
	residuals := make([]float64, len(values))
	for i, v := range values {
		residuals[i] = v - f.OutOfFold[i]
	}
	sorted := append([]float64(nil), residuals...)
	slices.Sort(sorted)
	levels := []float64{(1 - interval) / 2, 0.5, (1 + interval) / 2}
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
