package tree

import (
	"context"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// ForestOptions say how a forest grows.
type ForestOptions struct {
	Options
	Trees int   // at least 1
	Seed  int64 // of the rows and features that are drawn, 0 … 2^53 − 1
}

// Forest grows trees on rows drawn with replacement and averages them. Arguments and
// errors are those of Cart, and num/bad-seed. Source: Breiman (2001). Twin: growForest.
func Forest(ctx context.Context, bins *Bins, target []float64, rows []int32, o ForestOptions) (*Ensemble, error) {
	if rows == nil {
		rows = allRows(bins.Rows)
	}
	random, err := num.NewRandom(o.Seed)
	if err != nil {
		return nil, err
	}
	e := &Ensemble{Version: Version, Cols: bins.Cols, Base: meanOf(target, rows), Trees: []Tree{}}
	apart := centred(target, rows, e.Base)
	g := newGrower(bins, o.Options, random)
	weights, drawn := make([]int32, bins.Rows), make([]int32, 0, len(rows))
	for range max(1, o.Trees) {
		drawn = draw(random, weights, rows, drawn[:0])
		t, err := g.grow(ctx, apart, weights, drawn)
		if err != nil {
			return nil, err
		}
		g.fillMeans(t, target, weights, e.Base, 1/float64(max(1, o.Trees)))
		e.Trees = append(e.Trees, *t)
	}
	return e, nil
}

// draw draws as many rows as there are, fills weights with how often, and returns those
// that were drawn, ascending.
func draw(random *num.Random, weights []int32, rows, drawn []int32) []int32 {
	clear(weights)
	for range rows {
		weights[rows[random.Integer(int64(len(rows)))]]++
	}
	for _, r := range rows {
		if weights[r] > 0 {
			drawn = append(drawn, r)
		}
	}
	return drawn
}
