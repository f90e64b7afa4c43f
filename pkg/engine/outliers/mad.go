package outliers

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/adapt"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/spec"
)

// byDeviation takes the median of the last slots' medians as the expected value, and a multiple of the deviation as
// the limit. The deviation joins that of the slots' medians and that of values from their slot's median, for each
// side, as medians over the last slots. The band hardly
// moves, so it suits groups without a common rhythm.
// Source: Leys et al. (2013) for the deviation; its two sides as in Rosenmai (2013).
func (v *Verdict) byDeviation(ctx context.Context, values [][]float64, spreads float64, minWidth spec.Extent, points int) {
	slots := len(v.Expected)
	medians, below, above := missing(slots), missing(slots), missing(slots)
	var members []member
	for slot := range medians {
		if members = membersOf(values, slot, members); len(members) > 0 && ctx.Err() == nil {
			medians[slot] = num.Median(valuesOf(members))
			below[slot], above[slot] = sidesOf(members, medians[slot])
		}
	}
	centers, moves := adapt.TrailingMedian(ctx, medians, points)
	below, _ = adapt.TrailingMedian(ctx, below, points)
	above, _ = adapt.TrailingMedian(ctx, above, points)
	for slot, median := range medians {
		if math.IsNaN(median) {
			continue
		}
		center := bounded(centers[slot])
		lower := limitAt(spreads, deviationOf(moves[slot], below[slot]), minWidth, center)
		upper := limitAt(spreads, deviationOf(moves[slot], above[slot]), minWidth, center)
		v.Expected[slot], v.Lower[slot], v.Upper[slot] = center, bounded(center-lower), bounded(center+upper)
		for series, row := range values {
			if x := row[slot]; x < center {
				v.Scores[series][slot] = scoreOf(bounded(center-x), lower)
			} else if x >= center {
				v.Scores[series][slot] = scoreOf(bounded(x-center), upper)
			}
		}
	}
}

// sidesOf returns the median distance of values below and above a slot's median, those on
// it being of both.
func sidesOf(members []member, median float64) (below, above float64) {
	var lower, upper []float64
	for _, m := range members {
		if m.value <= median {
			lower = append(lower, bounded(median-m.value))
		}
		if m.value >= median {
			upper = append(upper, bounded(m.value-median))
		}
	}
	return num.MedianInPlace(lower), num.MedianInPlace(upper)
}

// deviationOf adds two median distances as independent ones, as a standard deviation. The
// larger one is drawn out so that no square overflows.
func deviationOf(a, b float64) float64 {
	large, small := bounded(max(a, b)), min(a, b)
	if large == 0 {
		return 0
	}
	share := small / large
	return bounded(num.Mul(num.Mul(num.MADToNormal, large), math.Sqrt(1+num.Mul(share, share))))
}
