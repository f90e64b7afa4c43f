package work

import (
	"context"
	"sync"
	"sync/atomic"
)

// Turns shares a number of places among many who want one. Those who are urgent come first:
// an alert rule must not wait for a dashboard of a year. Among equals, organisations take
// turns, so that one with a thousand queries delays the others by no more than one of them. What
// nobody waits for gets a place only while nobody else is at work, or every job of a query would
// wait for one of it.
type Turns struct {
	mu      sync.Mutex
	free    int
	working int     // who is at work and is waited for
	waiting [3]line // urgent, other and background
}

const (
	urgent = iota
	other
	background
)

// NewTurns returns that many free places.
func NewTurns(places int) *Turns { return &Turns{free: places} }

// Claim is who asks; it travels in the context.
type Claim struct {
	org        int64
	urgent     atomic.Bool
	background bool
}

type claimKey struct{}

// WithClaim says for which organisation a context's work is done, and whether it is urgent.
func WithClaim(ctx context.Context, org int64, urgent bool) context.Context {
	claim := &Claim{org: org}
	claim.urgent.Store(urgent)
	return context.WithValue(ctx, claimKey{}, claim)
}

// InBackground says that nobody waits for a context's work, which is done for an organisation.
func InBackground(ctx context.Context, org int64) context.Context {
	return context.WithValue(ctx, claimKey{}, &Claim{org: org, background: true})
}

// claimOf is the context's claim; work without one is of no organisation and not urgent.
func claimOf(ctx context.Context) *Claim {
	if claim, ok := ctx.Value(claimKey{}).(*Claim); ok {
		return claim
	}
	return &Claim{}
}

// Raise makes shared work urgent once somebody urgent waits for it.
func Raise(shared, by context.Context) {
	if claimOf(by).urgent.Load() {
		claimOf(shared).urgent.Store(true)
	}
}

// Begin says that somebody's work, of several jobs, begins; done, which must be called once, that it has
// ended.
func (t *Turns) Begin(ctx context.Context) (done func()) {
	if claimOf(ctx).background {
		return func() {}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.working++
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.working--
		for ; t.free > 0 && t.pass(); t.free-- {
		}
	}
}

// Take waits for a place and returns the function that gives it back, which must be called
// once. Errors: the context's.
func (t *Turns) Take(ctx context.Context) (release func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, context.Cause(ctx)
	}
	ready := t.enter(claimOf(ctx))
	if ready == nil {
		return t.leave, nil
	}
	select {
	case <-ready:
		return t.leave, nil
	case <-ctx.Done():
		t.abandon(ready)
		return nil, context.Cause(ctx)
	}
}

// enter takes a free place, or returns the channel that is closed when there is one.
func (t *Turns) enter(claim *Claim) chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	rank := claim.rank()
	if t.free > 0 && (rank != background || t.working == 0) {
		t.free--
		return nil
	}
	ready := make(chan struct{})
	t.waiting[rank].push(claim.org, ready)
	return ready
}

func (c *Claim) rank() int {
	switch {
	case c.background:
		return background
	case c.urgent.Load():
		return urgent
	}
	return other
}

// leave hands the place to the next who waits.
func (t *Turns) leave() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.handOver()
}

func (t *Turns) handOver() {
	if !t.pass() {
		t.free++
	}
}

// pass gives a place to the next who may have it, if there is one.
func (t *Turns) pass() bool {
	for rank := range t.waiting {
		if rank == background && t.working > 0 {
			continue
		}
		if next := t.waiting[rank].pop(); next != nil {
			close(next)
			return true
		}
	}
	return false
}

// abandon takes somebody out of the line. If a place was given at the same instant, it is
// passed on; else it would be lost for ever.
func (t *Turns) abandon(ready chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	select {
	case <-ready:
		t.handOver()
		return
	default:
	}
	for rank := range t.waiting {
		t.waiting[rank].remove(ready)
	}
}

// line is those of one rank: first come, first served within an organisation, one after the
// other among organisations.
type line struct {
	orgs   []int64 // those with somebody waiting, the next one first
	queues map[int64][]chan struct{}
}

func (l *line) push(org int64, ready chan struct{}) {
	if l.queues == nil {
		l.queues = map[int64][]chan struct{}{}
	}
	if len(l.queues[org]) == 0 {
		l.orgs = append(l.orgs, org)
	}
	l.queues[org] = append(l.queues[org], ready)
}

func (l *line) pop() chan struct{} {
	if len(l.orgs) == 0 {
		return nil
	}
	org := l.orgs[0]
	l.orgs = l.orgs[1:]
	next := l.queues[org][0]
	if rest := l.queues[org][1:]; len(rest) > 0 {
		l.queues[org] = rest
		l.orgs = append(l.orgs, org)
	} else {
		delete(l.queues, org)
	}
	return next
}

func (l *line) remove(ready chan struct{}) {
	for i, org := range l.orgs {
		queue := l.queues[org]
		for k, waiting := range queue {
			if waiting != ready {
				continue
			}
			if len(queue) == 1 {
				delete(l.queues, org)
				l.orgs = append(l.orgs[:i:i], l.orgs[i+1:]...)
				return
			}
			l.queues[org] = append(queue[:k:k], queue[k+1:]...)
			return
		}
	}
}
