// Package history keeps the points that the upstream has already given, so that an
// evaluation asks only for the points since the last one.
//
// Every point in here is settled: older than the spec's delay, hence not expected to change.
// Nothing depends on a point being here; a lost entry is read again.
package history

import (
	"slices"
	"strings"
	"sync/atomic"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/frames"
	"github.com/tidemark/tidemark/pkg/query/upstream"
)

// History is the answer to one query over one contiguous range of its grid. It is never
// changed once made: an extension is a new History that shares what it can.
type History struct {
	Range    upstream.Range
	Series   []frames.Series
	Warnings []string
	// Partial says that the upstream may have left data out; such a history is not kept.
	Partial bool

	// Serial is another number for each history that is made, so that what was concluded from
	// one is not taken for a conclusion from another.
	Serial int64

	readMs int64 // wall clock of the first read, from which its age counts
	index  map[string]int
}

var serials atomic.Int64

func newHistory(result upstream.Result, r upstream.Range, nowMs int64) *History {
	h := &History{Serial: serials.Add(1), Range: r, Warnings: union(result.Warnings, nil), Partial: result.Partial, readMs: nowMs}
	h.arrange(clip(result.Series, r))
	return h
}

// arrange takes series in the order of their keys: in which pieces a range was read, and which of
// them a series was first seen in, is no part of an answer.
func (h *History) arrange(series []frames.Series) {
	keys, order := make([]string, len(series)), make([]int, len(series))
	for i, s := range series {
		keys[i], order[i] = s.Key(), i
	}
	slices.SortStableFunc(order, func(a, b int) int { return strings.Compare(keys[a], keys[b]) })
	h.Series, h.index = make([]frames.Series, len(series)), make(map[string]int, len(series))
	for at, i := range order {
		h.Series[at], h.index[keys[i]] = series[i], at
	}
}

// clip leaves out the points that were not asked for: a source that ignores the time range
// would give them again with each piece, and one whose clock is ahead gives the future. A
// point belongs to the slot that it falls into.
func clip(series []frames.Series, r upstream.Range) []frames.Series {
	end := r.ToMs + r.StepMs
	outside := func(t int64) bool { return t < r.FromMs || t >= end }
	clipped := series[:0:0]
	for _, s := range series {
		if slices.ContainsFunc(s.TimesMs, outside) {
			times, values := make([]int64, 0, len(s.TimesMs)), make([]float64, 0, len(s.Values))
			for i, t := range s.TimesMs {
				if !outside(t) {
					times, values = append(times, t), append(values, s.Values[i])
				}
			}
			s.TimesMs, s.Values = times, values
		}
		if len(s.TimesMs) > 0 {
			clipped = append(clipped, s)
		}
	}
	return clipped
}

// covers says whether all of r was asked of the upstream.
func (h *History) covers(r upstream.Range) bool {
	return h != nil && h.Range.FromMs <= r.FromMs && r.ToMs <= h.Range.ToMs
}

// touches says whether r overlaps h or continues it without a gap.
func (h *History) touches(r upstream.Range) bool {
	step := h.Range.StepMs
	return r.FromMs <= h.Range.ToMs+step && h.Range.FromMs-step <= r.ToMs
}

// join returns the history of h (nil is none) followed by next, which begins where h ends. A
// series that only one of them has is kept: it may come back.
func (h *History) join(next *History) *History {
	if h == nil {
		return next
	}
	all := &History{
		Serial:   serials.Add(1),
		Range:    upstream.Range{FromMs: h.Range.FromMs, ToMs: next.Range.ToMs, StepMs: h.Range.StepMs},
		Warnings: union(h.Warnings, next.Warnings),
		Partial:  h.Partial || next.Partial,
		readMs:   min(h.readMs, next.readMs),
	}
	times, series := sharedJoin{}, make([]frames.Series, 0, max(len(h.Series), len(next.Series)))
	for _, s := range h.Series {
		if i, ok := next.index[s.Key()]; ok {
			s.TimesMs = times.join(s.TimesMs, next.Series[i].TimesMs)
			s.Values = concat(s.Values, next.Series[i].Values)
		}
		series = append(series, s)
	}
	for _, s := range next.Series {
		if _, ok := h.index[s.Key()]; !ok {
			series = append(series, s)
		}
	}
	all.arrange(series)
	return all
}

// maxWarnings of an upstream are shown.
const maxWarnings = 10

// union lists each warning once, in one order: how often, and in which pieces, a range was read is
// no part of an answer.
func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	all = slices.Compact(all)
	return all[:min(len(all), maxWarnings)]
}

// until is the part of a history up to an instant; nil if there is none.
func (h *History) until(lastMs int64) *History {
	if h == nil || h.Range.ToMs <= lastMs {
		return h
	}
	r := h.Range
	if r.ToMs = r.FromMs + (lastMs-r.FromMs)/r.StepMs*r.StepMs; lastMs < r.FromMs {
		return nil
	}
	return newHistory(upstream.Result{Series: h.Series, Warnings: h.Warnings, Partial: h.Partial}, r, h.readMs)
}

// sharedJoin concatenates times once for all series that share them.
type sharedJoin map[[2]*int64][]int64

func (s sharedJoin) join(a, b []int64) []int64 {
	if len(a) == 0 || len(b) == 0 {
		return concat(a, b)
	}
	key := [2]*int64{&a[0], &b[0]}
	joined, ok := s[key]
	if !ok || len(joined) != len(a)+len(b) {
		joined = concat(a, b)
		s[key] = joined
	}
	return joined
}

// concat never writes into a's spare room: older histories may still be read.
func concat[T any](a, b []T) []T {
	joined := make([]T, 0, len(a)+len(b))
	return append(append(joined, a...), b...)
}

// points is the number of values held.
func (h *History) points() int {
	n := 0
	for _, series := range h.Series {
		n += len(series.Values)
	}
	return n
}

// bytes estimates the memory of h; times that neighbours share count once.
func (h *History) bytes() int64 {
	size := int64(0)
	var last *int64
	for _, series := range h.Series {
		size += 8*int64(len(series.Values)) + int64(len(series.Name)) + labelBytes(series.Labels)
		if len(series.TimesMs) > 0 && &series.TimesMs[0] != last {
			last = &series.TimesMs[0]
			size += 8 * int64(len(series.TimesMs))
		}
	}
	return size
}

// labelBytes counts a map's slot and two string headers a label, and the series' own headers.
func labelBytes(labels data.Labels) int64 {
	size := int64(200)
	for name, value := range labels {
		size += 48 + 2*int64(len(name)+len(value)) // once in the map, once in the index's key
	}
	return size
}
