package tree

import (
	"context"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Cart grows one regression tree that takes away the most squared error at each question.
//
// target has shape [n]; rows, ascending, are those to learn from, all if nil; the others
// may hold NaN. Leaves answer the mean of their rows. Nothing is changed.
//
// Errors: the context's, tree/not-finite, tree/too-many-rows, tree/no-rows.
// Source: Breiman et al. (1984). Twin: growCart.
func Cart(ctx context.Context, bins *Bins, target []float64, rows []int32, o Options) (*Ensemble, error) {
	if rows == nil {
		rows = allRows(bins.Rows)
	}
	g := newGrower(bins, o, nil)
	e := &Ensemble{Version: Version, Cols: bins.Cols, Base: meanOf(target, rows), Trees: []Tree{}}
	t, err := g.grow(ctx, centred(target, rows, e.Base), nil, rows)
	if err != nil {
		return nil, err
	}
	g.fillMeans(t, target, nil, e.Base, 1)
	e.Trees = append(e.Trees, *t)
	return e, nil
}

// fillMeans gives each leaf factor times the weighted mean of its rows' target less base.
func (g *grower) fillMeans(t *Tree, target []float64, weights []int32, base, factor float64) {
	for _, l := range g.leaves {
		sum := 0.0
		for _, r := range g.rows[l.from:l.to] {
			sum += num.Mul(target[r]-base, float64(weightOf(weights, r)))
		}
		t.Value[l.node] = num.Mul(sum/(float64(t.Rows[l.node])+g.options.L2), factor)
	}
	t.fillInner()
}

// meanOf returns the mean of target over rows, 0 of none.
func meanOf(target []float64, rows []int32) float64 {
	sum := 0.0
	for _, r := range rows {
		sum += target[r]
	}
	if len(rows) == 0 {
		return 0
	}
	return sum / float64(len(rows))
}

// centred returns the target of rows less base; the others are 0.
func centred(target []float64, rows []int32, base float64) []float64 {
	out := make([]float64, len(target))
	for _, r := range rows {
		out[r] = target[r] - base
	}
	return out
}

func allRows(n int) []int32 {
	rows := make([]int32, n)
	for i := range rows {
		rows[i] = int32(i)
	}
	return rows
}
