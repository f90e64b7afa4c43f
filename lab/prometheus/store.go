// Package prometheus is a Prometheus inside the lab: its PromQL engine over series in memory, and
// the part of its HTTP API that a data source asks for. Prometheus' own packages tsdb and web/api/v1
// import its configuration, and with it the cloud providers' SDKs: two thirds of the lab's build.
package prometheus

import (
	"sync"
	"time"

	"github.com/prometheus/prometheus/storage"
)

// Store answers queries over the demo's data and over the CSV that was dropped last.
type Store struct {
	loaded []block // sets of different ages, which may overlap

	mu      sync.RWMutex
	live    block
	dropped block // empty until a CSV arrives; replaced by the next one
}

// Open loads the given sets, and takes live samples from now on.
func Open(sets ...[]Series) (*Store, error) {
	s := &Store{live: block{}}
	for _, set := range sets {
		b, err := newBlock(set)
		if err != nil {
			return nil, err
		}
		s.loaded = append(s.loaded, b)
	}
	return s, nil
}

func newBlock(set []Series) (block, error) {
	b := block{}
	for _, one := range set {
		series := b.of(one.Labels)
		for i, t := range one.TimesMs {
			if err := series.add(t, one.Values[i]); err != nil {
				return nil, err
			}
		}
	}
	return b, nil
}

// Append adds one sample a series at time t: the demo's live tail.
func (s *Store) Append(t time.Time, samples []Series) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range samples {
		if err := s.live.of(one.Labels).add(t.UnixMilli(), one.Values[0]); err != nil {
			return err
		}
	}
	return nil
}

// Drop replaces the dropped data by series.
func (s *Store) Drop(series []Series) error {
	b, err := newBlock(series)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dropped = b
	return nil
}

// Querier reads all data as one, as they are now.
func (s *Store) Querier(mint, maxt int64) (storage.Querier, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var queriers []storage.Querier
	for _, b := range append(s.loaded[:len(s.loaded):len(s.loaded)], s.live, s.dropped) {
		queriers = append(queriers, b.within(mint, maxt))
	}
	return storage.NewMergeQuerier(queriers, nil, storage.ChainedSeriesMerge), nil
}
