package plugin

import (
	"slices"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/frames"
	"github.com/tidemark/tidemark/pkg/query/history"
)

// inputs is what an answer is made of.
type inputs struct {
	series []frames.Series // those that are there
	// others are all that the query has, also those that are gone: what a new one learns from
	// depends on the time before its training cut alone.
	others []engine.Series
	// regressors explain all series.
	regressors []engine.Regressor
	serial     int64 // of the history
	partial    bool  // whether the upstream may have left something out
}

func (p plan) inputsOf(h *history.History) inputs {
	m := inputs{series: p.present(h.Series), serial: h.Serial, partial: h.Partial, others: make([]engine.Series, len(h.Series))}
	for i, s := range h.Series {
		m.others[i] = engine.Series{TimesMs: s.TimesMs, Values: s.Values}
	}
	return m
}

// presentSlots is how far back a series must have a point to count as there. One that ended
// before is left out, as the upstream itself would leave it out of a plain query; else each
// pod of the last two weeks would be a "no data" alert.
const presentSlots = 5

// present keeps the series with a point among the slots to judge, or just before them.
func (p plan) present(all []frames.Series) []frames.Series {
	since := min(p.fromMs, p.toMs-(presentSlots-1)*p.stepMs)
	kept := make([]frames.Series, 0, len(all))
	for _, series := range all {
		for i := len(series.TimesMs) - 1; i >= 0 && series.TimesMs[i] >= since; i-- {
			if series.TimesMs[i] < p.toMs+p.stepMs && series.Values[i] == series.Values[i] { // not NaN
				kept = append(kept, series)
				break
			}
		}
	}
	return kept
}

// slice gives the engine exactly the points that the plan asks for, whatever else the store
// has: an answer depends on the plan alone, not on what was asked before. Times that are out
// of order are left to the engine, which sorts them.
func (p plan) slice(s frames.Series) engine.Series {
	if !slices.IsSorted(s.TimesMs) {
		return engine.Series{TimesMs: s.TimesMs, Values: s.Values}
	}
	from, _ := slices.BinarySearch(s.TimesMs, p.ask.FromMs)
	to, _ := slices.BinarySearch(s.TimesMs, p.endMs()+1)
	return engine.Series{TimesMs: s.TimesMs[from:to], Values: s.Values[from:to]}
}
