package history

import (
	"context"
	"hash/fnv"
	"sync/atomic"
	"time"

	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/cache"
	"github.com/tidemark/tidemark/pkg/query/upstream"
	"github.com/tidemark/tidemark/pkg/query/work"
)

// Store keeps histories for the whole process: data source instances come and go with every
// change of Grafana's configuration, what they have read stays good.
type Store struct {
	kept    *cache.LRU[*History]
	sizes   *cache.LRU[int] // how many series a key had last
	flights cache.Flight[*History]
	now     func() time.Time
}

// NewStore returns an empty store of at most maxBytes.
func NewStore(maxBytes int64, now func() time.Time) *Store {
	return &Store{kept: cache.NewLRU[*History](maxBytes), sizes: cache.NewLRU[int](sizesBytes), now: now}
}

// Request asks for the points of one query over one range.
type Request struct {
	// Key is equal only for equal organisation, data source and version, upstream, credential,
	// question and step.
	Key   string
	Range upstream.Range
	// Read asks the upstream for part of the range.
	Read func(context.Context, upstream.Range) (upstream.Result, error)
	// Admit refuses work that is too dear, once the first call has told the number of series and
	// before any other is made; release is called when all has been read.
	Admit  func(series int) (release func(), err error)
	Limits query.Limits
}

// Get returns a history that covers the request's range, and reads from the upstream only
// what no earlier request has read. Equal keys read one at a time: of a thousand callers
// with the same query one asks, and all have its answer.
//
// Errors: those of Read and Admit; upstream/too-many-points; the context's.
func (s *Store) Get(ctx context.Context, r Request) (*History, error) {
	for {
		if h := s.fresh(r.Key); h.covers(r.Range) {
			observeHistory("hit")
			return h, nil
		}
		var mine atomic.Bool // whether this caller's read ran, or it joined another's
		h, err := s.flights.Do(ctx, r.Key, func(ctx context.Context) (*History, error) {
			mine.Store(true)
			return s.extend(ctx, r)
		})
		switch {
		case err != nil && (mine.Load() || ctx.Err() != nil || isShared(err)):
			return nil, err
		case err == nil && h.covers(r.Range):
			return h, nil
		}
		// Another caller's range was read, or refused; now ask for the rest of ours.
	}
}

// extend reads what is missing and keeps the sum, unless it may be incomplete.
func (s *Store) extend(ctx context.Context, r Request) (*History, error) {
	known := s.fresh(r.Key)
	if known.covers(r.Range) {
		return known, nil
	}
	if known != nil && !known.touches(r.Range) {
		known = nil
	}
	h, err := s.fill(ctx, r, known)
	if err != nil {
		return nil, err
	}
	s.keep(r.Key, h)
	return h, nil
}

// keep stores a history unless it may be incomplete.
func (s *Store) keep(key string, h *History) {
	if !h.Partial {
		s.kept.Put(key, h, h.bytes())
	}
	observeStore(s.kept)
}

// fill reads the range of r that known (which may be nil) lacks, newest part first.
func (s *Store) fill(ctx context.Context, r Request, known *History) (*History, error) {
	if known == nil {
		observeHistory("miss")
		return s.cold(ctx, r)
	}
	observeHistory("extend")
	h, step := known, r.Range.StepMs
	if r.Range.ToMs > h.Range.ToMs {
		tail, err := s.read(ctx, r, upstream.Range{FromMs: h.Range.ToMs + step, ToMs: r.Range.ToMs, StepMs: step}, len(h.Series))
		if err != nil {
			return nil, err
		}
		h = h.join(tail)
	}
	if r.Range.FromMs < h.Range.FromMs {
		front, err := s.read(ctx, r, upstream.Range{FromMs: r.Range.FromMs, ToMs: h.Range.FromMs - step, StepMs: step}, len(h.Series))
		if err != nil {
			return nil, err
		}
		h = front.join(h)
	}
	return h, nil
}

// read asks for a range in pieces, some of them at the same time, the newest first. Beside an
// error it returns what it has of the range's end, which may be nil.
func (s *Store) read(ctx context.Context, r Request, whole upstream.Range, series int) (*History, error) {
	if err := checkPoints(r.Limits, series, whole.Points()); err != nil {
		return nil, err
	}
	pieces := split(whole, series)
	parts := make([]*History, len(pieces))
	err := work.Each(ctx, len(pieces), r.Limits.Concurrency, func(ctx context.Context, k int) error {
		i := len(pieces) - 1 - k
		result, err := r.Read(ctx, pieces[i])
		if err != nil {
			return err
		}
		observePoints(result)
		parts[i] = newHistory(result, pieces[i], s.now().UnixMilli())
		return nil
	})
	if err != nil {
		have := len(parts)
		for have > 0 && parts[have-1] != nil {
			have--
		}
		end, _ := joinAll(parts[have:], r.Limits)
		return end, err
	}
	return joinAll(parts, r.Limits)
}

// joinAll joins neighbouring parts by pairs, so that each point is copied log₂(parts) times.
func joinAll(parts []*History, limits query.Limits) (*History, error) {
	if len(parts) == 0 {
		return nil, nil
	}
	points := 0
	for _, part := range parts {
		points += part.points()
	}
	if points > limits.MaxPoints {
		return nil, tooManyPoints(limits, points)
	}
	for len(parts) > 1 {
		half := make([]*History, 0, (len(parts)+1)/2)
		for i := 0; i+1 < len(parts); i += 2 {
			half = append(half, parts[i].join(parts[i+1]))
		}
		if len(parts)%2 == 1 {
			half = append(half, parts[len(parts)-1])
		}
		parts = half
	}
	return parts[0], nil
}

// fresh returns what is kept for key, unless it is old. Data may arrive later than the delay,
// so everything is read again after a day; the hour differs by key, lest all queries of a
// process come back to the upstream in the same minute.
func (s *Store) fresh(key string) *History {
	h, ok := s.kept.Get(key)
	if !ok {
		return nil
	}
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(key))
	spread := time.Duration(hash.Sum32()%360) * time.Minute
	if age := s.now().UnixMilli() - h.readMs; age > (maxAge + spread).Milliseconds() {
		return nil
	}
	return h
}

const maxAge = 24 * time.Hour
