package plugin

import (
	"math"
	"slices"
	"strconv"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/frames"
	"github.com/tidemark/tidemark/pkg/query"
)

// renderNumbers writes one number a series, that of the newest slot. A series that is still
// learning, or whose slot an admin has excluded, is left out: it has no verdict, which is
// neither "normal" nor "no data". Its state, which is asked for to see just that, is told.
//
// A series without a point in the slot has a null score and a null value: Grafana shows "no
// data" for it alone. The other outputs are recorded by rules that fail as a whole on a null,
// so they leave such series out.
func renderNumbers(output query.Output, p plan, verdicts []verdict) rendered {
	var numbers []frames.Number
	left := map[uint8][]string{}
	var borrowed []string
	for _, v := range verdicts {
		value, state := newest(output, v.analysis)
		undecided := state == engine.Learning || state == engine.Excluded
		mayBeNull := output == query.Alert || output == query.Value
		if output != query.State && (undecided || math.IsNaN(value) && !mayBeNull) {
			left[state] = append(left[state], v.series.Title())
			continue
		}
		numbers = append(numbers, frames.Number{Labels: v.series.Labels, Value: value})
		if !undecided && borrows(v.analysis) {
			borrowed = append(borrowed, v.series.Title())
		}
	}
	name := string(output)
	if output == query.Alert {
		name = string(query.Score)
	}
	r := rendered{frames.Numeric(name, numbers)}
	switch output {
	case query.State:
		frames.NameStates(r.frames)
	case query.Reason:
		frames.NameReasons(r.frames)
	}
	r.engineNotices(p.notices, map[string]bool{})
	r.leftOut(left)
	if len(borrowed) > 0 {
		r.inform("fit/pooled", seriesNotice(borrowed, "have too little history and are judged by the shape that others of the query have"))
	}
	return r
}

// borrows says whether a series is judged by what others of its query have taught.
func borrows(a *engine.Analysis) bool {
	return slices.ContainsFunc(a.Notices, func(n engine.Notice) bool { return n.Code == "fit/pooled" })
}

// newest is the number of the last slot and its state.
func newest(output query.Output, a *engine.Analysis) (float64, uint8) {
	last := len(a.TimesMs) - 1
	if last < 0 {
		return math.NaN(), engine.Missing
	}
	state := a.State[last]
	if output == query.State {
		return float64(state), state
	}
	if output == query.Alert {
		return decided(a.Score[last], state), state
	}
	if output == query.Reason && math.IsNaN(a.Score[last]) { // "no reason" would say that it is normal
		return math.NaN(), state
	}
	columns := map[query.Output][]float64{
		query.Score: a.Score, query.Reason: a.Reason, query.Drift: a.Drift, query.Value: a.Value,
		query.Expected: a.Expected, query.Lower: a.Lower, query.Upper: a.Upper,
	}
	return columns[output][last], state
}

// holding is the number of a slot that scores at most 1 but still counts as anomalous.
const holding = 1.001

// decided is the score as far as detect.points and detect.recover count it, so that a rule
// "above 1" fires where the chart marks an anomaly: a slot outside the limit is at 1 until
// enough others are, and one inside stays above 1 until the series has recovered.
func decided(score float64, state uint8) float64 {
	switch {
	case state == engine.Anomalous && score <= 1:
		return holding
	case state == engine.Normal && score > 1:
		return 1
	}
	return score
}

func (r rendered) leftOut(left map[uint8][]string) {
	texts := []struct {
		state      uint8
		code, text string
	}{
		{engine.Learning, "query/learning", "are still learning and can't fire; they were left out"},
		{engine.Excluded, "query/excluded", "are in a range excluded by train.exclude; they were left out"},
		{engine.Missing, "query/missing", "have no recent point; they were left out"},
	}
	for _, t := range texts {
		if names := left[t.state]; len(names) > 0 {
			r.warn(t.code, seriesNotice(names, t.text))
		}
	}
}

// seriesNotice says how many series a notice speaks of, and names three.
func seriesNotice(names []string, text string) string {
	examples := names[0]
	for i := 1; i < min(len(names), 3); i++ {
		examples += ", " + names[i]
	}
	if len(names) > 3 {
		examples += ", …"
	}
	return strconv.Itoa(len(names)) + " series " + text + ": " + examples
}
