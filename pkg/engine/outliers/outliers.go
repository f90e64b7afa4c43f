// Package outliers finds the series of a group that deviate from the others, slot by slot.
// Stage: clean → **outliers** → frames. Twin: src/engine/outliers. Numbers: spec/vectors/outliers.
package outliers

import (
	"context"

	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/spec"
)

// Judge compares the series of a group. values has shape [series][slots], NaN where
// missing, and is not changed; points ≥ 1 is how many slots are remembered; the limit is at
// least minWidth away from the normal value. Once the context is done the rest is of no use: callers
// check it. What comes after a slot changes nothing in it.
// Twin: judgeGroup.
func Judge(ctx context.Context, values [][]float64, o spec.Outliers, minWidth spec.Extent, points int) Verdict {
	v := blank(values)
	if len(v.Expected) == 0 {
		return v
	}
	if o.Method == "mad" {
		v.byDeviation(ctx, values, madLimit(o.Sensitivity), minWidth, points)
	} else {
		v.byDensity(ctx, values, dbscanLimit(o.Sensitivity), minWidth, points)
	}
	return v
}

// The limit in spreads of the group, from sensitivity 0 to 1: 24 to 1.5 from the cluster,
// 8 to 2 from the median, each halved by equal parts of the way.
func dbscanLimit(sensitivity float64) float64 { return num.Mul(24, num.Pow(2, -4*sensitivity)) }
func madLimit(sensitivity float64) float64    { return num.Mul(8, num.Pow(2, -2*sensitivity)) }
