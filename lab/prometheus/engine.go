package prometheus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
)

const (
	lookback     = 5 * time.Minute
	queryTimeout = 20 * time.Second // what the plugin waits for
	maxSamples   = 5_000_000        // of one query at one time, 80 MB: what the plugin takes
	maxQueries   = 4                // at one time
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
