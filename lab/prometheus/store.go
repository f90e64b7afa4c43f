// Package prometheus is a Prometheus inside the lab: its TSDB, PromQL engine and HTTP
// API as a library, so that the demo needs no daemon.
package prometheus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb"
)

// Store answers queries over the demo's data and over the CSV that was dropped last.
type Store struct {
	dir  string
	main *tsdb.DB

	mu      sync.RWMutex
	dropped *tsdb.DB // nil until a CSV arrives; replaced by the next one
	drops   int
}

// Open loads the given sets, one block each, and takes live samples from now on. The
// data live in a temporary folder that Close removes.
func Open(ctx context.Context, sets ...[]Series) (*Store, error) {
	dir, err := os.MkdirTemp("", "tidemark-lab-")
	if err != nil {
		return nil, err
	}
	s := &Store{dir: dir}
	for _, set := range sets {
		if err := WriteBlock(ctx, filepath.Join(dir, "main"), set); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	if s.main, err = openDB(filepath.Join(dir, "main")); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// openDB opens without merging blocks: sets of different ages overlap on purpose.
func openDB(dir string) (*tsdb.DB, error) {
	opts := tsdb.DefaultOptions()
	opts.RetentionDuration = 0 // keep everything
	db, err := tsdb.Open(dir, slog.New(slog.DiscardHandler), nil, opts, nil)
	if err != nil {
		return nil, fmt.Errorf("open the time series database in %s: %w", dir, err)
	}
	db.DisableCompactions()
	return db, nil
}

// Append adds one sample a series at time t: the demo's live tail.
func (s *Store) Append(ctx context.Context, t time.Time, samples []Series) error {
	app := s.main.Appender(ctx)
	for _, one := range samples {
		if _, err := app.Append(0, labels.FromMap(one.Labels), t.UnixMilli(), one.Values[0]); err != nil {
			return errors.Join(err, app.Rollback())
		}
	}
	return app.Commit()
}

// Drop replaces the dropped data by series.
func (s *Store) Drop(ctx context.Context, series []Series) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drops++
	dir := filepath.Join(s.dir, fmt.Sprintf("drop-%d", s.drops))
	if err := WriteBlock(ctx, dir, series); err != nil {
		return err
	}
	db, err := openDB(dir)
	if err != nil {
		return err
	}
	old := s.dropped
	s.dropped = db
	if old == nil {
		return nil
	}
	return errors.Join(old.Close(), os.RemoveAll(old.Dir())) // Close waits for its readers
}

// Querier reads both databases as one.
func (s *Store) Querier(mint, maxt int64) (storage.Querier, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	queriers := make([]storage.Querier, 0, 2)
	for _, db := range s.databases() {
		q, err := db.Querier(mint, maxt)
		if err != nil {
			return nil, err
		}
		queriers = append(queriers, q)
	}
	return storage.NewMergeQuerier(queriers, nil, storage.ChainedSeriesMerge), nil
}

// ChunkQuerier reads both databases as one, for remote read.
func (s *Store) ChunkQuerier(mint, maxt int64) (storage.ChunkQuerier, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	queriers := make([]storage.ChunkQuerier, 0, 2)
	for _, db := range s.databases() {
		q, err := db.ChunkQuerier(mint, maxt)
		if err != nil {
			return nil, err
		}
		queriers = append(queriers, q)
	}
	merge := storage.NewCompactingChunkSeriesMerger(storage.ChainedSeriesMerge)
	return storage.NewMergeChunkQuerier(queriers, nil, merge), nil
}

func (s *Store) databases() []*tsdb.DB {
	if s.dropped == nil {
		return []*tsdb.DB{s.main}
	}
	return []*tsdb.DB{s.main, s.dropped}
}

// Close stops both databases and removes their folder.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, db := range []*tsdb.DB{s.main, s.dropped} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(append(errs, s.Remove())...)
}

// Remove removes the data's folder, also from under a query that does not end.
func (s *Store) Remove() error { return os.RemoveAll(s.dir) }
