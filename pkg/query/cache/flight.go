package cache

import (
	"context"
	"sync"
	"time"

	"github.com/tidemark/tidemark/pkg/query/work"
)

// Flight lets callers who want the same thing at the same time share one piece of work.
//
// Unlike golang.org/x/sync/singleflight, a caller whose context ends leaves alone: the work
// goes on for the others, and is cancelled when the last one has left.
type Flight[V any] struct {
	mu    sync.Mutex
	calls map[string]*call[V]
}

type call[V any] struct {
	done   chan struct{}
	shared *sharedContext // of the work
	cancel context.CancelFunc
	guests int
	value  V
	err    error
}

// Do returns the result of f for key. f runs once for all callers that are waiting, with the
// values of the first caller's context but not its end: it has the time that the most patient of
// them has. It becomes urgent once an urgent caller waits. A panic in f is returned to every caller
// as bug/panic.
func (f *Flight[V]) Do(ctx context.Context, key string, job func(context.Context) (V, error)) (V, error) {
	c := f.join(ctx, key, job)
	select {
	case <-c.done:
		return c.value, c.err
	case <-ctx.Done():
		f.leave(key, c)
		var zero V
		return zero, context.Cause(ctx)
	}
}

func (f *Flight[V]) join(ctx context.Context, key string, job func(context.Context) (V, error)) *call[V] {
	f.mu.Lock()
	defer f.mu.Unlock()
	if c, ok := f.calls[key]; ok {
		c.guests++
		c.shared.extend(ctx)
		work.Raise(c.shared, ctx)
		return c
	}
	if f.calls == nil {
		f.calls = map[string]*call[V]{}
	}
	alone, cancel := context.WithCancel(context.WithoutCancel(ctx))
	shared := &sharedContext{Context: alone}
	shared.extend(ctx)
	c := &call[V]{done: make(chan struct{}), shared: shared, cancel: cancel, guests: 1}
	f.calls[key] = c
	go func() {
		c.err = work.Guard(func() (err error) {
			c.value, err = job(shared)
			return err
		})
		f.forget(key, c)
		cancel()
		close(c.done)
	}()
	return c
}

// leave cancels work that nobody waits for, and makes room for a caller who comes later.
func (f *Flight[V]) leave(key string, c *call[V]) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if c.guests--; c.guests > 0 {
		return
	}
	c.cancel()
	if f.calls[key] == c {
		delete(f.calls, key)
	}
}

func (f *Flight[V]) forget(key string, c *call[V]) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.calls[key] == c {
		delete(f.calls, key)
	}
}

// sharedContext ends when the last caller has left. Its deadline is that of the most patient one: a
// rule that joins a panel's work in its last second has its own time all the same.
type sharedContext struct {
	context.Context
	mu       sync.Mutex
	deadline time.Time
	endless  bool // a caller has none
}

func (c *sharedContext) extend(guest context.Context) {
	deadline, ok := guest.Deadline()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.endless = c.endless || !ok
	if deadline.After(c.deadline) {
		c.deadline = deadline
	}
}

// Deadline may move while the work goes on.
func (c *sharedContext) Deadline() (time.Time, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.deadline, !c.endless
}
