package work

import (
	"context"
	"sync"
)

// Scheduler shares a number of places among many who want one. Those who are urgent come first, and
// have places of their own: an alert rule must not wait for a dashboard of a year. Among equals,
// organisations take turns, and in each its data sources and users; none of them ever holds all
// places, however long its work takes. What nobody waits for gets a place only while nobody else is
// at work, or every job of a query would wait for one of it.
type Scheduler struct {
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

// NewScheduler returns free places: shared ones, and those that only urgent work may take.
func NewScheduler(shared, rules Most) *Scheduler {
	idle := Most{User: shared.User, Source: shared.User, Org: shared.User, All: shared.User}
	return &Scheduler{shared: newPool(shared), rules: newPool(rules), idle: newPool(idle)}
}

// Begin says that somebody's work, of several jobs, begins; done, which must be called once, that it has
// ended.
func (t *Scheduler) Begin(ctx context.Context) (done func()) {
	if ticketOf(ctx).background {
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
func (t *Scheduler) Take(ctx context.Context) (release func(), err error) {
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	ticket := ticketOf(ctx)
	ticket.stand(1)
	defer ticket.stand(-1)
	for {
		raised := ticket.willRaise()
		w := t.enter(ticket)
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

func (t *Scheduler) enter(ticket *Ticket) *waiter {
	t.mu.Lock()
	defer t.mu.Unlock()
	w := &waiter{ticket: ticket, ready: make(chan struct{})}
	t.waiting[ticket.rank()].push(w)
	t.serve()
	return w
}

func (t *Scheduler) releaseOf(w *waiter) func() {
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		w.from.giveBack(w.ticket.holder, 1)
		if w.ticket.background {
			t.idle.giveBack(w.ticket.holder, 1)
		}
		t.serve()
	}
}

// serve gives places to all who may have one.
func (t *Scheduler) serve() {
	for t.pass() {
	}
}

// pass gives a place to the next who may have it, if there is one.
func (t *Scheduler) pass() bool {
	next := t.waiting[urgent].pop(t.shared)
	if next == nil {
		next = t.waiting[urgent].pop(t.rules)
	}
	if next == nil {
		next = t.waiting[other].pop(t.shared)
	}
	if next == nil && t.working == 0 && t.idle.all() < t.idle.most[levelAll] {
		if next = t.waiting[background].pop(t.shared); next != nil {
			t.idle.take(next.ticket.holder, 1)
		}
	}
	if next == nil {
		return false
	}
	close(next.ready)
	return true
}

// abandon takes somebody out of the line, and says whether a place was given at the same instant.
func (t *Scheduler) abandon(w *waiter) (hasPlace bool) {
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
func (t *Scheduler) Waiting() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := 0
	for _, l := range t.waiting {
		n += l.len()
	}
	return n
}
