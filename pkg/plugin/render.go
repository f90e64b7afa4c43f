package plugin

import (
	"math"
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/frames"
	"github.com/tidemark/tidemark/pkg/query"
)

// rendered is an answer under construction; its notices hang on the first frame, where
// Grafana looks for them. There is always a first frame.
type rendered struct {
	frames data.Frames
}

func (r rendered) inform(code, text string) { r.note(data.NoticeSeverityInfo, code, text) }
func (r rendered) warn(code, text string)   { r.note(data.NoticeSeverityWarning, code, text) }

func (r rendered) note(severity data.NoticeSeverity, code, text string) {
	r.frames[0].AppendNotices(data.Notice{Severity: severity, Text: text + " [" + code + "]"})
}

// engineNotices shows each remark of the engine once, whichever series it was made on.
func (r rendered) engineNotices(notices []engine.Notice, seen map[string]bool) {
	for _, n := range notices {
		if seen[n.Code] {
			continue
		}
		seen[n.Code] = true
		if n.Severity == "warning" {
			r.warn(n.Code, n.Text)
		} else {
			r.inform(n.Code, n.Text)
		}
	}
}

// renderBands writes one frame a series.
func renderBands(p plan, verdicts []verdict) rendered {
	if len(verdicts) == 0 {
		empty := rendered{data.Frames{frames.Empty(data.FrameTypeTimeSeriesMulti)}}
		empty.engineNotices(p.notices, map[string]bool{})
		return empty
	}
	verdicts = nameApart(verdicts)
	r := rendered{make(data.Frames, len(verdicts))}
	colors := frames.SeriesColors(verdicts[0].series.Title(), len(verdicts))
	for i, v := range verdicts {
		r.frames[i] = frames.Bands(v.series, *v.analysis, colors[i])
	}
	seen := map[string]bool{}
	r.engineNotices(p.notices, seen)
	for _, v := range verdicts {
		r.engineNotices(v.analysis.Notices, seen)
	}
	return r
}

// nameApart adds the labels to the names that several series share (a legend without labels):
// Grafana finds the border that a band is filled down to by its display name.
func nameApart(verdicts []verdict) []verdict {
	count := map[string]int{}
	for _, v := range verdicts {
		count[v.series.Title()]++
	}
	named := slices.Clone(verdicts)
	for i := range named {
		s := &named[i].series
		if count[s.Title()] > 1 && len(s.Labels) > 0 {
			s.Name = s.Title() + " " + frames.FormatLabels(s.Labels)
		}
	}
	return named
}

// renderNumbers writes one number a series, that of the newest slot. A series that is still
// learning, or whose slot an admin has excluded, is left out: it has no verdict, which is
// neither "normal" nor "no data". A series without a point in the slot has a null score. The
// other outputs are recorded by rules that fail on a null, so they leave such series out.
func renderNumbers(output query.Output, p plan, verdicts []verdict) rendered {
	var numbers []frames.Number
	left := map[uint8][]string{}
	for _, v := range verdicts {
		value, state := newest(output, v.analysis)
		undecided := state == engine.Learning || state == engine.Excluded
		if undecided || math.IsNaN(value) && output != query.Alert {
			left[state] = append(left[state], v.series.Title())
			continue
		}
		numbers = append(numbers, frames.Number{Labels: v.series.Labels, Value: value})
	}
	name := string(output)
	if output == query.Alert {
		name = string(query.Score)
	}
	r := rendered{frames.Numeric(name, numbers)}
	r.engineNotices(p.notices, map[string]bool{})
	r.leftOut(left)
	return r
}

// newest is the number of the last slot and its state.
func newest(output query.Output, a *engine.Analysis) (float64, uint8) {
	last := len(a.TimesMs) - 1
	if last < 0 {
		return math.NaN(), engine.Missing
	}
	columns := map[query.Output][]float64{
		query.Alert: a.Score, query.Score: a.Score, query.Expected: a.Expected, query.Lower: a.Lower, query.Upper: a.Upper,
	}
	return columns[output][last], a.State[last]
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
