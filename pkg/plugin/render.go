package plugin

import (
	"context"
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/frames"
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

// renderBands writes one frame a series, until the context is done; asked is how many alerts a
// week the spec asks of one, or nil.
func renderBands(ctx context.Context, p plan, verdicts []verdict, asked *float64) rendered {
	if len(verdicts) == 0 {
		empty := rendered{data.Frames{frames.Empty(data.FrameTypeTimeSeriesMulti)}}
		empty.engineNotices(p.notices, map[string]bool{})
		return empty
	}
	verdicts = nameApart(verdicts)
	r := rendered{make(data.Frames, len(verdicts))}
	colors := frames.SeriesColors(verdicts[0].series.Title(), len(verdicts))
	for i, v := range verdicts {
		if ctx.Err() != nil {
			return r // which nobody reads
		}
		r.frames[i] = frames.Bands(v.series, *v.analysis, asked, colors[i])
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
