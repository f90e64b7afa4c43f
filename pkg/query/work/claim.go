package work

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// Claim is who asks; it travels in the context.
type Claim struct {
	holder     Holder
	background bool
	number     int64 // of the claims in the order of their making

	mu     sync.Mutex
	urgent bool
	raised chan struct{} // closed once the claim is urgent
	inLine int           // how many of its jobs stand in a line
	since  time.Time     // from when on at least one does
	waited time.Duration // until then
}

var made atomic.Int64

type claimKey struct{}

// WithClaim says for whom a context's work is done, and whether it is urgent.
func WithClaim(ctx context.Context, holder Holder, urgent bool) context.Context {
	claim := &Claim{holder: holder, number: made.Add(1), raised: make(chan struct{})}
	if urgent {
		claim.raise()
	}
	return context.WithValue(ctx, claimKey{}, claim)
}

// InBackground says that nobody waits for a context's work, which is done for a holder.
func InBackground(ctx context.Context, holder Holder) context.Context {
	return context.WithValue(ctx, claimKey{}, &Claim{holder: holder, number: made.Add(1), background: true})
}

// claimOf is the context's claim; work without one is of nobody and not urgent.
func claimOf(ctx context.Context) *Claim {
	if claim, ok := ctx.Value(claimKey{}).(*Claim); ok {
		return claim
	}
	return &Claim{}
}

// Urgent says whether an alert rule waits for a context's work.
func Urgent(ctx context.Context) bool { return claimOf(ctx).isUrgent() }

func (c *Claim) isUrgent() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.urgent
}

// Raise makes shared work urgent once somebody urgent waits for it, also where it stands in a line.
func Raise(shared, by context.Context) {
	if Urgent(by) {
		claimOf(shared).raise()
	}
}

func (c *Claim) raise() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.urgent && c.raised != nil {
		c.urgent = true
		close(c.raised)
	}
}

// willRaise is closed when the claim becomes urgent; nil if it is already, or never will be.
func (c *Claim) willRaise() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.urgent {
		return nil
	}
	return c.raised
}

// Waited is how long a context's work has stood in line for places that others had.
func Waited(ctx context.Context) time.Duration {
	c := claimOf(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.inLine > 0 {
		return c.waited + time.Since(c.since)
	}
	return c.waited
}

// stand notes that a job joins a line (1) or leaves it (−1).
func (c *Claim) stand(jobs int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.inLine == 0 {
		c.since = time.Now()
	}
	if c.inLine += jobs; c.inLine == 0 {
		c.waited += time.Since(c.since)
	}
}

func (c *Claim) rank() int {
	switch {
	case c.background:
		return background
	case c.isUrgent():
		return urgent
	}
	return other
}
