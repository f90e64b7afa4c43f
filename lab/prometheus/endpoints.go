package prometheus

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/util/annotations"
)

func (s *Server) query(w http.ResponseWriter, r *http.Request) error {
	p := params{request: r}
	limit, at, timeout := p.limit(), p.time("time", time.Now()), p.timeout()
	if p.err != nil {
		return p.err
	}
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()
	if err := refuseAmplified(s.parser, r.FormValue("query")); err != nil {
		return err
	}
	q, err := s.engine.NewInstantQuery(ctx, s.store, nil, r.FormValue("query"), at)
	return evaluate(ctx, w, q, err, limit)
}

// maxPoints of one series are what Prometheus answers.
const maxPoints = 11_000

func (s *Server) queryRange(w http.ResponseWriter, r *http.Request) error {
	p := params{request: r}
	limit, from, to, step, timeout := p.limit(), p.needTime("start"), p.needTime("end"), p.step(), p.timeout()
	switch {
	case p.err != nil:
		return p.err
	case to.Before(from):
		return invalid("end", errors.New("end timestamp must not be before start time"))
	case to.Sub(from)/step > maxPoints:
		return badData{errors.New("exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)")}
	}
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()
	if err := refuseAmplified(s.parser, r.FormValue("query")); err != nil {
		return err
	}
	q, err := s.engine.NewRangeQuery(ctx, s.store, nil, r.FormValue("query"), from, to, step)
	return evaluate(ctx, w, q, err, limit)
}

// evaluate runs a query whose construction gave err, and writes its result before Close puts the
// result's points back into a pool.
func evaluate(ctx context.Context, w http.ResponseWriter, q promql.Query, err error, limit int) error {
	if err != nil {
		return invalid("query", err)
	}
	defer q.Close()
	result := q.Exec(ctx)
	if result.Err != nil {
		return result.Err
	}
	value, cut := truncated(result.Value, limit)
	notes := result.Warnings
	if cut {
		notes = notes.Add(errTruncated)
	}
	data, err := valueJSON(value)
	if err != nil {
		return err
	}
	return succeed(w, map[string]any{"resultType": value.Type(), "result": data}, notes)
}

var errTruncated = errors.New("results truncated due to limit")

func (s *Server) labelNames(w http.ResponseWriter, r *http.Request) error {
	return s.labels(w, r, func(q storage.Querier, matchers []*labels.Matcher) ([]string, annotations.Annotations, error) {
		return q.LabelNames(r.Context(), nil, matchers...)
	})
}

func (s *Server) labelValues(w http.ResponseWriter, r *http.Request) error {
	return s.labels(w, r, func(q storage.Querier, matchers []*labels.Matcher) ([]string, annotations.Annotations, error) {
		return q.LabelValues(r.Context(), r.PathValue("name"), nil, matchers...)
	})
}

// labels answers with what read finds for any of the request's selectors, or for all series.
func (s *Server) labels(w http.ResponseWriter, r *http.Request, read func(storage.Querier, []*labels.Matcher) ([]string, annotations.Annotations, error)) error {
	q, selectors, limit, err := s.selection(r)
	if err != nil {
		return err
	}
	defer func() { _ = q.Close() }()
	if len(selectors) == 0 {
		selectors = [][]*labels.Matcher{nil}
	}
	found := map[string]bool{}
	for _, matchers := range selectors {
		names, _, err := read(q, matchers)
		if err != nil {
			return err
		}
		for _, name := range names {
			found[name] = true
		}
	}
	return limited(w, append([]string{}, slices.Sorted(maps.Keys(found))...), limit)
}

func (s *Server) series(w http.ResponseWriter, r *http.Request) error {
	q, selectors, limit, err := s.selection(r)
	if err != nil {
		return err
	}
	defer func() { _ = q.Close() }()
	if len(selectors) == 0 {
		return badData{errors.New("no match[] parameter provided")}
	}
	sets := make([]storage.SeriesSet, 0, len(selectors))
	for _, matchers := range selectors {
		sets = append(sets, q.Select(r.Context(), true, nil, matchers...))
	}
	all := storage.NewMergeSeriesSet(sets, 0, storage.ChainedSeriesMerge)
	metrics := []labels.Labels{}
	for all.Next() {
		metrics = append(metrics, all.At().Labels())
	}
	if err := all.Err(); err != nil {
		return err
	}
	return limited(w, metrics, limit)
}

// selection is the part of the store that start, end and match[] speak of.
func (s *Server) selection(r *http.Request) (storage.Querier, [][]*labels.Matcher, int, error) {
	p := params{request: r}
	limit, from, to := p.limit(), p.time("start", time.UnixMilli(minTimeMs)), p.time("end", time.UnixMilli(maxTimeMs))
	if p.err != nil {
		return nil, nil, 0, p.err
	}
	selectors, err := s.parser.ParseMetricSelectors(r.Form["match[]"])
	if err != nil {
		return nil, nil, 0, invalid("match[]", err)
	}
	for _, matchers := range selectors {
		if !slices.ContainsFunc(matchers, func(m *labels.Matcher) bool { return !m.Matches("") }) {
			return nil, nil, 0, invalid("match[]", errors.New("match[] must contain at least one non-empty matcher"))
		}
	}
	q, err := s.store.Querier(from.UnixMilli(), to.UnixMilli())
	return q, selectors, limit, err
}

// limited answers with the first limit elements, and says so.
func limited[T any](w http.ResponseWriter, found []T, limit int) error {
	var notes annotations.Annotations
	if limit > 0 && len(found) > limit {
		found, notes = found[:limit], notes.Add(errTruncated)
	}
	return succeed(w, found, notes)
}

func invalid(parameter string, err error) error {
	return badData{fmt.Errorf("invalid parameter %q: %w", parameter, err)}
}
