package prometheus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/grafana/regexp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/route"
	"github.com/prometheus/prometheus/config"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	v1 "github.com/prometheus/prometheus/web/api/v1"
)

const (
	lookback     = 5 * time.Minute
	queryTimeout = 20 * time.Second // what the plugin waits for
	maxSamples   = 5_000_000        // of one query at one time, 80 MB: what the plugin takes
	maxQueries  = 4                // at one time
)

// Server answers PromQL over a store, in process and over HTTP.
type Server struct {
	store  *Store
	engine *promql.Engine
	parser parser.Parser
}

// NewServer makes the PromQL engine for store.
func NewServer(store *Store) *Server {
	promQL := parser.NewParser(parser.Options{})
	engine := promql.NewEngine(promql.EngineOpts{
		Logger: slog.New(slog.DiscardHandler), Parser: promQL,
		MaxSamples: maxSamples, Timeout: queryTimeout, LookbackDelta: lookback,
		EnableAtModifier: true, EnableNegativeOffset: true,
	})
	return &Server{store: store, engine: engine, parser: promQL}
}

// Range evaluates expr at from, from+step … to.
func (s *Server) Range(ctx context.Context, expr string, from, to time.Time, step time.Duration) (promql.Matrix, error) {
	if err := refuseAmplified(s.parser, expr); err != nil {
		return nil, err
	}
	q, err := s.engine.NewRangeQuery(ctx, s.store, nil, expr, from, to, step)
	if err != nil {
		return nil, err
	}
	defer q.Close()
	matrix, err := q.Exec(ctx).Matrix()
	if err != nil {
		return nil, err
	}
	out := make(promql.Matrix, len(matrix))
	for i, one := range matrix { // Close puts the result's points back into a pool
		out[i] = promql.Series{Metric: one.Metric, Floats: slices.Clone(one.Floats)}
	}
	return out, nil
}

// Instant evaluates expr at one time.
func (s *Server) Instant(ctx context.Context, expr string, at time.Time) (promql.Vector, error) {
	if err := refuseAmplified(s.parser, expr); err != nil {
		return nil, err
	}
	q, err := s.engine.NewInstantQuery(ctx, s.store, nil, expr, at)
	if err != nil {
		return nil, err
	}
	defer q.Close()
	switch value := q.Exec(ctx); v := value.Value.(type) {
	case promql.Vector:
		return slices.Clone(v), value.Err
	case promql.Scalar:
		return promql.Vector{{T: v.T, F: v.V}}, value.Err
	default:
		return nil, errors.Join(value.Err, fmt.Errorf("an instant query gave %T; want a vector or a scalar", v))
	}
}

// Handler serves Prometheus's HTTP API v1 below prefix ("/prometheus" gives
// /prometheus/api/v1/query_range).
func (s *Server) Handler(prefix string) http.Handler {
	logger := slog.New(slog.DiscardHandler)
	// NewAPI's positional list changes with every minor release: the module's version is pinned.
	api := v1.NewAPI(
		s.engine, s.store, nil, s.store.main, // exemplars: the demo has none
		nil, nil, nil, // scrape pools, targets and alertmanagers: the lab scrapes nothing
		func() config.Config { return config.DefaultConfig },
		map[string]string{}, v1.GlobalURLOptions{},
		func(f http.HandlerFunc) http.HandlerFunc { return f }, // always ready
		nil, "", false, false, 0,
		logger, nil, 0, 0, 0, false,
		regexp.MustCompile("^$"), // no cross-origin reader
		func() (v1.RuntimeInfo, error) {
			return v1.RuntimeInfo{}, errors.New("the lab has no runtime information")
		},
		&v1.PrometheusVersion{Version: "3.16.0", Branch: "tidemark-lab"},
		nil, nil,
		prometheus.NewRegistry(), prometheus.NewRegistry(),
		nil, false, nil, false, false, false,
		lookback, false, false, nil, nil, v1.OpenAPIOptions{},
		s.parser, false, queryTimeout,
	)
	router := route.New().WithPrefix("/api/v1")
	api.Register(router)
	return http.StripPrefix(prefix, bounded(s.refusing(router)))
}

// refusing refuses as Prometheus does what the engine itself does not bound.
func (s *Server) refusing(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := refuseAmplified(s.parser, r.FormValue("query")); err != nil {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusUnprocessableEntity)
			_ = json.NewEncoder(w).Encode(map[string]string{"status": "error", "errorType": "execution", "error": err.Error()})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// bounded lets a few requests in at one time, each for as long as a query may take, the wait for a
// place included. The API gives a query its own timeout only once it evaluates.
func bounded(next http.Handler) http.Handler {
	places := make(chan struct{}, maxQueries)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), queryTimeout)
		defer cancel()
		select {
		case places <- struct{}{}:
			defer func() { <-places }()
			next.ServeHTTP(w, r.WithContext(ctx))
		case <-ctx.Done():
			http.Error(w, "too many queries at one time", http.StatusServiceUnavailable)
		}
	})
}
