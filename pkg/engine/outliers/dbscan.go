package outliers

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/adapt"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/spec"
)

// byDensity calls the cluster normal that more than half of the values of a slot belong
// to; a cluster goes on as long as its neighbours are within so many spreads of the group,
// the median spread of the last slots. Where no cluster holds a majority none is normal.
// Source: Ester et al. (1996), DBSCAN in one dimension with two points to a cluster.
func (v *Verdict) byDensity(ctx context.Context, values [][]float64, spreads float64, minWidth spec.Extent, points int) {
	spread, _ := adapt.TrailingMedian(ctx, v.slotSpreads(ctx, values), points)
	var members []member
	for slot := range v.Expected {
		members = membersOf(values, slot, members)
		if len(members) == 0 || ctx.Err() != nil {
			continue
		}
		limit := limitAt(spreads, spread[slot], minWidth, v.Expected[slot])
		for i, link := range linksOf(members) {
			score := scoreOf(link, limit)
			v.Scores[members[i].series][slot] = score
			if score > 1 {
				continue
			}
			if math.IsNaN(v.Lower[slot]) {
				v.Lower[slot] = bounded(members[i].value - limit)
			}
			v.Upper[slot] = bounded(members[i].value + limit)
		}
	}
}

// slotSpreads returns the spread of each slot, and fills in its median.
func (v *Verdict) slotSpreads(ctx context.Context, values [][]float64) []float64 {
	out := missing(len(v.Expected))
	var members []member
	for slot := range out {
		members = membersOf(values, slot, members)
		if len(members) == 0 || ctx.Err() != nil {
			continue
		}
		v.Expected[slot] = num.Median(valuesOf(members))
		out[slot] = spreadOf(deviationsFrom(v.Expected[slot], members))
	}
	return out
}

// linksOf returns the least distance of neighbours at which each value belongs to a
// cluster of the majority, shape [n]. Every such cluster holds the middle value, so it is
// the widest gap on the way there, or that which the majority itself needs.
func linksOf(members []member) []float64 {
	n := len(members)
	links, middle := make([]float64, n), (n-1)/2
	for i := middle + 1; i < n; i++ {
		links[i] = max(links[i-1], bounded(members[i].value-members[i-1].value))
	}
	for i := middle - 1; i >= 0; i-- {
		links[i] = max(links[i+1], bounded(members[i+1].value-members[i].value))
	}
	majority := num.SelectInPlace(append([]float64(nil), links...), n/2)
	for i, link := range links {
		links[i] = max(link, majority)
	}
	return links
}
