package tree

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// BoostOptions say how an ensemble is boosted.
type BoostOptions struct {
	Options
	Rounds       int     // most trees
	LearningRate float64 // factor on each tree's prediction
	Quantile     float64 // 0: squared loss; in (0, 1): pinball loss at this level
	Bound        float64 // threshold of Huber's loss; 0: squared loss
	Patience     int     // 0: all rounds; else stop after so many without a lower loss on the validation rows
}

// Boost grows trees, each on the residuals of those before.
//
// target has shape [n]; rows, ascending, are those to learn from, all if nil; validation
// rows are for Patience alone, whose ensemble ends with its best round. Other rows may hold
// NaN. Nothing is changed.
//
// Errors: the context's, tree/not-finite, tree/too-many-rows, tree/no-rows.
// Source: Friedman (2001); Ke et al. (2017) for growing leaf by leaf. Twin: boost.
func Boost(ctx context.Context, bins *Bins, target []float64, rows, validation []int32, o BoostOptions) (*Ensemble, error) {
	if rows == nil {
		rows = allRows(bins.Rows)
	}
	b := &booster{bins: bins, options: o, target: target, rows: rows, gradient: make([]float64, bins.Rows), score: make([]float64, bins.Rows)}
	e := &Ensemble{Version: Version, Cols: bins.Cols, Base: b.base(), Trees: []Tree{}}
	for i := range b.score {
		b.score[i] = e.Base
	}
	g := newGrower(bins, o.Options, nil)
	least, best := math.Inf(1), 0
	for round := 1; round <= o.Rounds; round++ {
		b.fillGradient()
		t, err := g.grow(ctx, b.gradient, nil, rows)
		if err != nil {
			return nil, err
		}
		b.fillLeaves(g, t)
		e.Trees = append(e.Trees, *t)
		if o.Patience == 0 {
			continue
		}
		if loss := b.lossAfter(t, validation); loss < least {
			least, best = loss, round
		}
		if round-best >= o.Patience {
			break
		}
	}
	if o.Patience > 0 {
		e.Trees = e.Trees[:best]
	}
	return e, nil
}

// booster is an ensemble in the making. Of target, gradient and score, shape [n], only the
// rows that are learnt from, and the validation's score, mean anything.
type booster struct {
	bins     *Bins
	options  BoostOptions
	target   []float64
	rows     []int32
	gradient []float64
	score    []float64 // the answer so far
	scratch  []float64
}

// base is the constant of least loss; under Huber's loss it is the median, which is robust.
func (b *booster) base() float64 {
	level := b.options.Quantile
	if level == 0 && b.options.Bound > 0 {
		level = 0.5
	}
	if level == 0 || len(b.rows) == 0 {
		return meanOf(b.target, b.rows)
	}
	b.scratch = b.scratch[:0]
	for _, r := range b.rows {
		b.scratch = append(b.scratch, b.target[r])
	}
	return quantileInPlace(b.scratch, level)
}

// fillGradient writes how the loss of each row falls as its score grows.
func (b *booster) fillGradient() {
	level, bound := b.options.Quantile, b.options.Bound
	for _, r := range b.rows {
		miss := b.target[r] - b.score[r]
		switch {
		case level == 0 && bound > 0:
			b.gradient[r] = min(max(miss, -bound), bound)
		case level == 0:
			b.gradient[r] = miss
		case miss > 0:
			b.gradient[r] = level
		default:
			b.gradient[r] = level - 1
		}
	}
}

// fillLeaves gives leaves their answers, and their rows the new score.
func (b *booster) fillLeaves(g *grower, t *Tree) {
	for _, l := range g.leaves {
		rows := g.rows[l.from:l.to]
		v := num.Mul(b.leafAnswer(rows), b.options.LearningRate)
		t.Value[l.node] = v
		for _, r := range rows {
			b.score[r] += v
		}
	}
	t.fillInner()
}

// leafAnswer returns the constant of least loss for rows, pulled towards 0 by L2.
func (b *booster) leafAnswer(rows []int32) float64 {
	n := float64(len(rows))
	if b.options.Quantile == 0 {
		sum := 0.0
		for _, r := range rows {
			sum += b.gradient[r]
		}
		return sum / (n + b.options.L2)
	}
	b.scratch = b.scratch[:0]
	for _, r := range rows {
		b.scratch = append(b.scratch, b.target[r]-b.score[r])
	}
	return num.Mul(quantileInPlace(b.scratch, b.options.Quantile), n/(n+b.options.L2))
}

// lossAfter adds a tree to the score of rows, and returns their mean loss.
func (b *booster) lossAfter(t *Tree, rows []int32) float64 {
	level, bound, sum := b.options.Quantile, b.options.Bound, 0.0
	for _, r := range rows {
		b.score[r] += t.Value[t.Leaf(b.bins.x, b.bins.Rows, int(r))]
		miss := b.target[r] - b.score[r]
		switch {
		case level == 0 && bound > 0 && math.Abs(miss) > bound:
			sum += num.Mul(bound, num.Mul(2, math.Abs(miss))-bound) // Huber's
		case level == 0:
			sum += num.Mul(miss, miss)
		case miss > 0:
			sum += num.Mul(level, miss)
		default:
			sum += num.Mul(level-1, miss)
		}
	}
	return sum / float64(len(rows))
}

// quantileInPlace returns the p-quantile, by linear interpolation, of x, n ≥ 1, which it
// reorders. Source: Hyndman & Fan (1996), definition 7.
func quantileInPlace(x []float64, p float64) float64 {
	for i := range x {
		x[i] += 0 // −0 + 0 is 0
	}
	h := num.Mul(float64(len(x)-1), p)
	k := int(math.Floor(h))
	low := num.SelectInPlace(x, k)
	if k+1 == len(x) {
		return low
	}
	high := x[k+1]
	for _, v := range x[k+2:] {
		high = min(high, v)
	}
	return low + num.Mul(h-float64(k), high-low)
}
