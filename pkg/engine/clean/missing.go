package clean

import (
	"math"
	"sort"

	"github.com/tidemark/tidemark/pkg/engine/spec"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// fill applies clean.missing to the missing slots. "hold" repeats a value for a day at
// most: nothing in the engine remembers more, so that a restart changes nothing.
func (g *Grid) fill(policy string) {
	held := -1
	for i, v := range g.Values {
		if !math.IsNaN(v) {
			held = i
			continue
		}
		if policy == "zero" {
			g.Values[i] = 0
		}
		if policy == "hold" && held >= 0 && g.TimesMs[i]-g.TimesMs[held] <= zone.DayMs {
			g.Values[i] = g.Values[held]
		}
	}
}

// exclude marks the slots that share an instant with a range.
func (g *Grid) exclude(ranges []spec.Range) {
	for _, r := range ranges {
		first := sort.Search(len(g.TimesMs), func(i int) bool { return g.end(i) > int64(r.FromMs) })
		for i := first; i < len(g.TimesMs) && g.TimesMs[i] < int64(r.ToMs); i++ {
			g.Excluded[i] = true
		}
	}
}
