// Package work runs jobs side by side. It is the only place where this plugin starts a
// goroutine for a caller's function: a panic in a goroutine without recover ends the
// process, and with it the plugin for every organisation.
package work

import (
	"context"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// Each calls job(ctx, i) for i = 0 … n−1, at most limit at one time, and waits for all.
// The first error cancels the context of the others and is returned; which one is first
// depends on timing. A panic becomes the error bug/panic.
func Each(ctx context.Context, n, limit int, job func(ctx context.Context, i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(n, max(limit, 1)) {
		workers.Go(func() {
			for i := range next {
				if ctx.Err() != nil {
					continue // a select that has both picks either: it may hand out one job too many
				}
				if err := Guard(func() error { return job(ctx, i) }); err != nil {
					cancel(err)
				}
			}
		})
	}
feed:
	for i := range n {
		select {
		case next <- i:
		case <-ctx.Done():
			break feed
		}
	}
	close(next)
	workers.Wait()
	return context.Cause(ctx)
}

// Go runs a job by itself, for which nobody waits; its error is of no use to anybody.
func Go(job func() error) {
	go func() { _ = Guard(job) }()
}

var panics atomic.Int64

// Panics is how many panics Guard has met. Each is a check that is missing: tests hold it to 0
// for all that a user can send, and operators see it as a metric.
func Panics() int64 { return panics.Load() }

// Guard calls f and turns a panic into the error bug/panic; the stack goes to the log, not
// to the user.
func Guard(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			panics.Add(1)
			log.DefaultLogger.Error("Recovered from a panic", "panic", r, "stack", string(debug.Stack()))
			err = fault.New("bug/panic", "BUG: %v; please report it with the query's JSON.", r)
		}
	}()
	return f()
}
