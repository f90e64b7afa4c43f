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
	sizes   *cache.LRU[int]       // how many series a key had last
	proven  *cache.LRU[time.Time] // when the upstream last answered a key
	flights cache.Flight[*History]
	now     func() time.Time
}

// NewStore returns an empty store of at most maxBytes.
func NewStore(maxBytes int64, now func() time.Time) *Store {
	return &Store{kept: cache.NewLRU[*History](maxBytes), sizes: cache.NewLRU[int](sizesBytes), proven: cache.NewLRU[time.Time](sizesBytes), now: now}
}

// Request asks for the points of one query over one range.
type Request struct {
	// Scope is equal only for equal organisation, data source and version, upstream and credential.
	Scope string
	// Question is equal only for equal questions, steps and delays.
	Question string
	Range    upstream.Range
	// SettledMs is the last instant whose points the spec's delay calls final. Later ones are read
	// and given, but not kept: they may change until somebody else asks.
	SettledMs int64
	// Read asks the upstream for part of the range.
	Read func(context.Context, upstream.Range) (upstream.Result, error)
	// Admit refuses work that is too dear, once the first call has told the number of series and
	// before any other is made; release is called when all has been read.
	Admit func(series int) (release func(), err error)
	// Refused is called where the upstream refuses the credential: nothing that was read with it
	// may be given any more.
	Refused func()
	Limits  query.Limits
}

func (r Request) key() string { return r.Scope + r.Question }

// Get returns a history that covers the request's range, and reads from the upstream only
// what no earlier request has read. Equal keys read one at a time: of a thousand callers
// with the same query one asks, and all have its answer. Rules don't wait for what panels read,
// which may be a year. Points that are kept are given only where the upstream has answered the same
// question, and hence accepted the credential, within the last minute; else it is asked again.
//
// Errors: those of Read and Admit; upstream/too-many-points; the context's.
func (s *Store) Get(ctx context.Context, r Request) (*History, error) {
	for {
		if h := s.fresh(r.key()); h.covers(r.Range) && s.isProven(r.key()) {
			observeHistory("hit")
			return h, nil
		}
		flight := r.key()
		if work.Urgent(ctx) {
			flight = "rule " + flight
		}
		var mine atomic.Bool // whether this caller's read ran, or it joined another's
		h, err := s.flights.Do(ctx, flight, func(ctx context.Context) (*History, error) {
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
	known := s.fresh(r.key())
	if known.covers(r.Range) {
		return known, s.prove(ctx, r)
	}
	if known != nil && !known.touches(r.Range) {
		known = nil
	}
	h, err := s.fill(ctx, r, known)
	if err != nil {
		return nil, err
	}
	s.keep(r, h)
	return h, nil
}

// keep stores what is settled of a history, unless it may be incomplete, or less than is kept.
func (s *Store) keep(r Request, h *History) {
	settled := h.until(r.SettledMs)
	if settled != nil && !h.Partial && !s.fresh(r.key()).covers(settled.Range) {
		s.kept.Put(r.key(), settled, settled.bytes())
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
		result, err := s.ask(ctx, r, pieces[i])
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

// Len is the number of histories that are kept.
func (s *Store) Len() int { return s.kept.Len() }
