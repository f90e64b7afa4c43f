package plugin

import (
	"fmt"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/notice"
	"github.com/tidemark/tidemark/pkg/engine/series"
	"github.com/tidemark/tidemark/pkg/frames"
)

// minStamps is how many stamps tell a series' own step.
const minStamps = 3

// coarser says which series have steps of their own that are longer than the query's, where
// grid.step is auto: most slots of such a series are missing, and it may not count as there.
func (p plan) coarser(all []frames.Series) []engine.Notice {
	var found []string
	for _, s := range all {
		if p.spec.Grid.Step != "auto" || !p.sparse(s.TimesMs) {
			continue
		}
		// bad stamps are refused where they are judged
		stepMs, err := clean.Step(series.Series{TimesMs: s.TimesMs, Values: s.Values}, p.spec, 0)
		if err == nil && stepMs > p.stepMs {
			found = append(found, fmt.Sprintf("%s (%s)", s.Title(), stepText(stepMs)))
		}
	}
	if len(found) == 0 {
		return nil
	}
	text := fmt.Sprintf("have steps of their own, but are judged every %s; want each step in a query of its own, with grid.step set to it", stepText(p.stepMs))
	return []engine.Notice{{Code: "query/coarser-series", Severity: notice.Warning, Text: "query: " + seriesNotice(found, text)}}
}

// sparse says whether the median spacing of ascending stamps, none of which is shorter than
// the step, may be two steps or more. It spares most series the sorting of their spacings.
func (p plan) sparse(timesMs []int64) bool {
	n := len(timesMs)
	return n >= minStamps && 2*(timesMs[n-1]-timesMs[0]) >= 3*p.stepMs*int64(n-1)
}

// stepText writes a step as a spec has it.
func stepText(ms int64) string {
	if ms == clean.MonthMs {
		return "month"
	}
	for _, unit := range []struct {
		name string
		ms   int64
	}{{"d", 24 * hourMs}, {"h", hourMs}, {"m", 60_000}} {
		if ms%unit.ms == 0 {
			return fmt.Sprintf("%d%s", ms/unit.ms, unit.name)
		}
	}
	return fmt.Sprintf("%ds", ms/1000)
}
