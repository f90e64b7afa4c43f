package clean

import "math"

// Common is the grids of a group over the same slots, n of them. Values has shape
// [series][n], NaN where missing or excluded.
type Common struct {
	TimesMs  []int64
	Excluded []bool
	Values   [][]float64
}

// Beside lays grids that end together beside each other, over the slots of the longest.
// Twin: beside in src/engine/clean/common.ts.
func Beside(grids []Grid) Common {
	c := Common{Values: make([][]float64, len(grids))}
	for _, grid := range grids {
		if len(grid.TimesMs) > len(c.TimesMs) {
			c.TimesMs, c.Excluded = grid.TimesMs, grid.Excluded
		}
	}
	for i, grid := range grids {
		c.Values[i] = make([]float64, len(c.TimesMs))
		late := len(c.TimesMs) - len(grid.TimesMs)
		for slot := range c.Values[i] {
			c.Values[i][slot] = math.NaN()
			if slot >= late && !c.Excluded[slot] {
				c.Values[i][slot] = grid.Values[slot-late]
			}
		}
	}
	return c
}
