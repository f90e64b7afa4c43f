package fit

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/tree"
)

// The quick look: a few small trees on all folds but one, tried on that. They must take
// screenGain of the error away: less is chance, or not worth the cost.
const (
	screenRounds = 20
	screenLeaves = 12
	screenRate   = 0.25
	screenLeast  = 20 // points in a leaf
	screenGain   = 0.03
	screenBins   = 63
)

// boostingPays says whether small trees lower the out-of-fold error of a linear model. Errors
// count as far as farMiss robust deviations.
func boostingPays(ctx context.Context, s Sample, designSpec features.DesignSpec, linear Fitted) (bool, error) {
	blocks := s.blocks()
	learnt := outside(blocks, 0)
	if len(learnt) < minOutside || len(learnt) == len(s.Values) {
		return false, nil
	}
	x := designSpec.TreeFeatures(s.Calendar, s.Covariates)
	bins, err := tree.Bin(ctx, x.Data, x.Rows, screenBins)
	if err != nil {
		return false, err
	}
	left := make([]float64, x.Rows)
	for i, v := range s.Values {
		left[i] = v - linear.OutOfFold[i]
	}
	far := num.Mul(farMiss, num.MAD(left))
	e, err := tree.Boost(ctx, bins, left, learnt, nil, tree.BoostOptions{
		Options: tree.Options{MaxLeaves: screenLeaves, MinLeaf: screenLeast, L2: 5},
		Rounds:  screenRounds, LearningRate: screenRate, Bound: far,
	})
	if err != nil {
		return false, err
	}
	before, after := 0.0, 0.0
	for _, b := range blocks {
		for i := b.from; b.fold == 0 && i < b.to; i++ {
			before += min(math.Abs(left[i]), far)
			miss := left[i] - e.Answer(x.Data, x.Rows, i)
			after += min(math.Abs(miss), far)
		}
	}
	return after < num.Mul(1-screenGain, before), nil
}
