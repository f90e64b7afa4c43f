// Package pooled makes a model of a new series from the others of its query: their common shape, rescaled to its own
// level and spread.
// Stage: fit → **pooled** → band. Twin: src/engine/pooled. Numbers: spec/vectors/pooled.
package pooled

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Common is what series have in common once each is put on its own level and spread.
type Common struct {
	Normalised [][]float64 // shape [series][slots]; NaN where missing
	Typical    []float64   // shape [slots]: the median series; NaN where none has a value
	Relative   bool        // whether spreads go with levels
	Spread     float64     // the typical one, as a share of the level or in the series' unit; 0: unknown
}

// maxNormalised bounds a normalised value.
const maxNormalised = 1e6

// Find compares series. values has shape [series][slots], one series at least, NaN where
// missing, each series with a value; it is not changed. Twin: findCommon.
func Find(values [][]float64) Common {
	c := Common{Normalised: make([][]float64, len(values)), Typical: make([]float64, len(values[0]))}
	spreads, ratios := make([]float64, len(values)), make([]float64, len(values))
	for i, row := range values {
		var level float64
		level, spreads[i] = placeOf(row)
		ratios[i] = spreads[i] / math.Abs(level)
		c.Normalised[i] = make([]float64, len(row))
		for slot, v := range row {
			c.Normalised[i][slot] = normalise(v-level, spreads[i])
		}
	}
	for slot := range c.Typical {
		var here []float64
		for _, row := range c.Normalised {
			if !math.IsNaN(row[slot]) {
				here = append(here, row[slot])
			}
		}
		c.Typical[slot] = num.MedianInPlace(here)
	}
	c.Relative, c.Spread = dispersion(ratios) <= dispersion(spreads), num.Median(spreads)
	if c.Relative {
		c.Spread = num.Median(ratios)
	}
	if !(c.Spread > 0 && c.Spread <= math.MaxFloat64) {
		c.Spread = 0
	}
	return c
}

// placeOf returns the median of a series and the median distance from it, as a standard
// deviation, or, where more than half of the values are equal, the mean distance.
func placeOf(row []float64) (level, spread float64) {
	var observed []float64
	for _, v := range row {
		if !math.IsNaN(v) {
			observed = append(observed, v)
		}
	}
	level = num.Median(observed)
	if spread = num.MAD(observed); spread > 0 {
		return level, spread
	}
	for i, v := range observed {
		observed[i] = math.Abs(v - level)
	}
	return level, num.Mean(observed)
}

// normalise returns a difference in spreads; all are 0 of a series without one.
func normalise(difference, spread float64) float64 {
	if spread == 0 && difference == 0 {
		return 0
	}
	return min(max(difference/spread, -maxNormalised), maxNormalised)
}

// dispersion returns how unlike values ≥ 0 are, as a share of their median; ∞ where one is
// unbounded or the median is 0.
func dispersion(values []float64) float64 {
	for _, v := range values {
		if !(v <= math.MaxFloat64) {
			return math.Inf(1)
		}
	}
	if middle := num.Median(values); middle > 0 {
		return num.MAD(values) / middle
	}
	return math.Inf(1)
}

// minShare keeps a level from a shape that almost cancels it.
const minShare = 0.1

// Place finds the level and the spread with which the common shape fits a series' own values best; both have shape [n
// ≥ 1], finite. Nothing is changed.
// Twin: placeIn.
func (c Common) Place(values, shape []float64) (level, spread float64) {
	levels, sign := make([]float64, len(values)), 1.0
	if num.Median(values) < 0 {
		sign = -1
	}
	for i, v := range values {
		away := num.Mul(c.Spread, shape[i])
		if c.Relative {
			levels[i] = v / max(1+num.Mul(sign, away), minShare)
		} else {
			levels[i] = v - away
		}
	}
	level, spread = num.MedianInPlace(levels), c.Spread
	if c.Relative {
		spread = num.Mul(c.Spread, math.Abs(level))
	}
	return level, spread
}
