package prometheus

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sort"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb/chunkenc"
	"github.com/prometheus/prometheus/tsdb/chunks"
	"github.com/prometheus/prometheus/util/annotations"
)

// Series is one labelled series of samples, ascending in time.
type Series struct {
	Labels  map[string]string // "__name__" holds the metric's name
	TimesMs []int64
	Values  []float64
}

// stored is a series in memory, or the part of it that a querier sees: its samples are only added
// to at the end, so that a part stays as it is while the series grows.
type stored struct {
	labels  labels.Labels
	samples samples // strictly ascending in time
}

// block holds the series of one source of data by their labels, as PromQL writes them.
type block map[string]*stored

// of is the series with these labels, made when there is none.
func (b block) of(tags map[string]string) *stored {
	key := labels.FromMap(tags)
	s := b[key.String()]
	if s == nil {
		s = &stored{labels: key}
		b[key.String()] = s
	}
	return s
}

// add appends a sample; one that is not newer than the last is refused, as Prometheus' TSDB does.
func (s *stored) add(ms int64, value float64) error {
	if n := len(s.samples); n > 0 && ms <= s.samples[n-1].ms {
		return fmt.Errorf("append %s at %d: got a sample not newer than %d: %w", s.labels, ms, s.samples[n-1].ms, storage.ErrOutOfOrderSample)
	}
	s.samples = append(s.samples, sample{ms, value})
	return nil
}

// within are the series with samples in [mint, maxt], in the order of their labels.
func (b block) within(mint, maxt int64) querier {
	var out querier
	for _, s := range b {
		from := sort.Search(len(s.samples), func(i int) bool { return s.samples[i].ms >= mint })
		to := sort.Search(len(s.samples), func(i int) bool { return s.samples[i].ms > maxt })
		if from < to {
			out = append(out, &stored{s.labels, s.samples[from:to]})
		}
	}
	slices.SortFunc(out, func(a, b *stored) int { return labels.Compare(a.labels, b.labels) })
	return out
}

func (s *stored) Labels() labels.Labels { return s.labels }

// Iterator stands before the first sample.
func (s *stored) Iterator(chunkenc.Iterator) chunkenc.Iterator {
	return storage.NewListSeriesIterator(s.samples)
}

// querier reads a block between two times.
type querier []*stored

func (q querier) matching(matchers []*labels.Matcher) querier {
	var out querier
	for _, s := range q {
		if !slices.ContainsFunc(matchers, func(m *labels.Matcher) bool { return !m.Matches(s.labels.Get(m.Name)) }) {
			out = append(out, s)
		}
	}
	return out
}

func (q querier) Select(_ context.Context, _ bool, _ *storage.SelectHints, matchers ...*labels.Matcher) storage.SeriesSet {
	return &seriesSet{series: q.matching(matchers), at: -1}
}

func (q querier) LabelValues(_ context.Context, name string, _ *storage.LabelHints, matchers ...*labels.Matcher) ([]string, annotations.Annotations, error) {
	found := map[string]bool{}
	for _, s := range q.matching(matchers) {
		if s.labels.Has(name) {
			found[s.labels.Get(name)] = true
		}
	}
	return slices.Sorted(maps.Keys(found)), nil, nil
}

func (q querier) LabelNames(_ context.Context, _ *storage.LabelHints, matchers ...*labels.Matcher) ([]string, annotations.Annotations, error) {
	found := map[string]bool{}
	for _, s := range q.matching(matchers) {
		s.labels.Range(func(l labels.Label) { found[l.Name] = true })
	}
	return slices.Sorted(maps.Keys(found)), nil, nil
}

func (q querier) Close() error { return nil }

type seriesSet struct {
	series querier
	at     int
}

func (s *seriesSet) Next() bool                        { s.at++; return s.at < len(s.series) }
func (s *seriesSet) At() storage.Series                { return s.series[s.at] }
func (s *seriesSet) Err() error                        { return nil }
func (s *seriesSet) Warnings() annotations.Annotations { return nil }

// samples are Prometheus' own iterator's source.
type samples []sample

func (s samples) Get(i int) chunks.Sample { return &s[i] }
func (s samples) Len() int                { return len(s) }

// sample is a float at a time.
type sample struct {
	ms    int64 // Unix
	value float64
}

func (s *sample) T() int64                      { return s.ms }
func (s *sample) ST() int64                     { return 0 }
func (s *sample) F() float64                    { return s.value }
func (s *sample) H() *histogram.Histogram       { return nil }
func (s *sample) FH() *histogram.FloatHistogram { return nil }
func (s *sample) Type() chunkenc.ValueType      { return chunkenc.ValFloat }
func (s *sample) Copy() chunks.Sample           { c := *s; return &c }
