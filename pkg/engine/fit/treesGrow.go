package fit

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/spec"
	"github.com/tidemark/tidemark/pkg/engine/tree"
)

// Robust growing: targets are clipped at farMiss robust deviations from a first tree. For a boosted tree, errors
// count as far as farMiss robust deviations of the linear model's residuals.
const farMiss = 5

// growth grows trees on some rows, on all if nil.
type growth func(ctx context.Context, rows []int32) (*tree.Ensemble, error)

// grower returns how the kind's trees grow.
func (f *treesFit) grower(ctx context.Context, sp spec.Spec) (growth, error) {
	robust := sp.Clean.Outliers == "robust"
	if f.kind == KindBoosted {
		o := boostOptions(sp)
		if robust {
			o.Bound = num.Mul(farMiss, num.MAD(f.target))
		}
		rounds, err := f.roundsThatPay(ctx, o)
		if err != nil {
			return nil, err
		}
		o.Rounds = rounds
		return func(ctx context.Context, rows []int32) (*tree.Ensemble, error) {
			return tree.Boost(ctx, f.bins, f.target, rows, nil, o)
		}, nil
	}
	one := tree.Options{MaxDepth: sp.Model.Tree.MaxDepth, MinLeaf: sp.Model.Tree.MinLeaf}
	if robust {
		if err := f.drawIn(ctx, one); err != nil {
			return nil, err
		}
	}
	if f.kind == KindTree {
		return func(ctx context.Context, rows []int32) (*tree.Ensemble, error) {
			return tree.Cart(ctx, f.bins, f.target, rows, one)
		}, nil
	}
	forest := sp.Model.Forest
	o := tree.ForestOptions{Trees: forest.Trees, Seed: sp.Model.Seed, Options: tree.Options{
		MaxDepth: forest.MaxDepth, MinLeaf: forest.MinLeaf, Features: forest.Features,
	}}
	return func(ctx context.Context, rows []int32) (*tree.Ensemble, error) {
		return tree.Forest(ctx, f.bins, f.target, rows, o)
	}, nil
}

// patience is how many rounds may pass without a lower loss.
const patience = 10

// roundsThatPay returns after how many rounds trees grown outside the first fold say most of
// it; all that are asked for where a history is too short to tell.
func (f *treesFit) roundsThatPay(ctx context.Context, o tree.BoostOptions) (int, error) {
	blocks := f.sample.blocks()
	learnt := outside(blocks, 0)
	if len(learnt) < minOutside || len(learnt) == len(f.target) {
		return o.Rounds, nil
	}
	o.Patience = patience
	e, err := tree.Boost(ctx, f.bins, f.target, learnt, inside(blocks, 0), o)
	if err != nil {
		return 0, err
	}
	return len(e.Trees), nil
}

func boostOptions(sp spec.Spec) tree.BoostOptions {
	b := sp.Model.Boosted
	return tree.BoostOptions{
		Options: tree.Options{MaxLeaves: b.Leaves, MinLeaf: b.MinLeaf, L2: b.L2},
		Rounds:  b.Rounds, LearningRate: b.LearningRate,
	}
}

// drawIn draws far targets in, to where they do not lead.
func (f *treesFit) drawIn(ctx context.Context, o tree.Options) error {
	first, err := tree.Cart(ctx, f.bins, f.target, nil, o)
	if err != nil {
		return err
	}
	n := len(f.target)
	misses := make([]float64, n)
	for i, v := range f.target {
		misses[i] = v - first.Answer(f.x.Data, n, i)
	}
	far := num.Mul(farMiss, num.MAD(misses))
	for i, miss := range misses {
		if math.Abs(miss) > far && far > 0 {
			f.target[i] += min(max(miss, -far), far) - miss
		}
	}
	return nil
}
