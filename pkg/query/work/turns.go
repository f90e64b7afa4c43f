package work

import (
	"context"
	"sync"
)

// Turns shares a number of places among many who want one. Those who are urgent come first, and
// have places of their own: an alert rule must not wait for a dashboard of a year. Among equals,
// organisations take turns, and in each its data sources and users; none of them ever holds all
// places, however long its work takes. What nobody waits for gets a place only while nobody else is
// at work, or every job of a query would wait for one of it.
type Turns struct {
	mu      sync.Mutex
	shared  *pool
	rules   *pool
	idle    *pool   // what the background may hold of the shared places
	working int     // who is at work and is waited for
	waiting [3]line // urgent, other and background
}

const (
	urgent = iota
	other
	background
)

// NewTurns returns free places: shared ones, and those that only urgent work may take.
func NewTurns(shared, rules Most) *Turns {
	idle := Most{User: shared.User, Source: shared.User, Org: shared.User, All: shared.User}
	return &Turns{shared: newPool(shared), rules: newPool(rules), idle: newPool(idle)}
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
		t.serve()
	}
}

// Take waits for a place and returns the function that gives it back, which must be called
// once, when the work has ended. Errors: the context's.
func (t *Turns) Take(ctx context.Context) (release func(), err error) {
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	claim := claimOf(ctx)
	claim.stand(1)
	defer claim.stand(-1)
	for {
		raised := claim.willRaise()
		w := t.enter(claim)
		select {
		case <-w.ready:
			return t.releaseOf(w), nil
		case <-raised: // it waits in another line from now on
			if t.abandon(w) {
				return t.releaseOf(w), nil
			}
		case <-ctx.Done():
			if t.abandon(w) {
				t.releaseOf(w)()
			}
			return nil, context.Cause(ctx)
		}
	}
}

func (t *Turns) enter(claim *Claim) *waiter {
	t.mu.Lock()
	defer t.mu.Unlock()
	w := &waiter{claim: claim, ready: make(chan struct{})}
	t.waiting[claim.rank()].push(w)
	t.serve()
	return w
}

func (t *Turns) releaseOf(w *waiter) func() {
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		w.from.giveBack(w.claim.holder, 1)
		if w.claim.background {
			t.idle.giveBack(w.claim.holder, 1)
		}
		t.serve()
	}
}

// serve gives places to all who may have one.
func (t *Turns) serve() {
	for t.pass() {
	}
}

// pass gives a place to the next who may have it, if there is one.
func (t *Turns) pass() bool {
	next := t.waiting[urgent].pop(t.shared)
	if next == nil {
		next = t.waiting[urgent].pop(t.rules)
	}
	if next == nil {
		next = t.waiting[other].pop(t.shared)
	}
	if next == nil && t.working == 0 && t.idle.all() < t.idle.most[levelAll] {
		if next = t.waiting[background].pop(t.shared); next != nil {
			t.idle.take(next.claim.holder, 1)
		}
	}
	if next == nil {
		return false
	}
	close(next.ready)
	return true
}

// abandon takes somebody out of the line, and says whether a place was given at the same instant.
func (t *Turns) abandon(w *waiter) (hasPlace bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	select {
	case <-w.ready:
		return true
	default:
	}
	for rank := range t.waiting {
		t.waiting[rank].remove(w)
	}
	return false
}

// Waiting is how many stand in a line.
func (t *Turns) Waiting() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := 0
	for _, l := range t.waiting {
		n += l.len()
	}
	return n
}
