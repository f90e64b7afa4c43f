package clean

import "math"

// Extend returns a grid with n more slots after its last, all missing; the grid has at
// least one slot and is not changed. Twin: extend in src/engine/clean/extend.ts.
func Extend(g Grid, slots Slots, n int) Grid {
	first := slots.Index(g.EndMs)
	out := Grid{StepMs: g.StepMs, EndMs: slots.TimeMs(first + int64(n))}
	out.TimesMs = append(out.TimesMs, g.TimesMs...)
	out.Values = append(out.Values, g.Values...)
	out.Excluded = append(out.Excluded, g.Excluded...)
	for i := range n {
		out.TimesMs = append(out.TimesMs, slots.TimeMs(first+int64(i)))
		out.Values = append(out.Values, math.NaN())
		out.Excluded = append(out.Excluded, false)
	}
	return out
}
