package work

import (
	"context"
	"sync"
)

// Claim is who asks; it travels in the context.
type Claim struct {
	holder     Holder
	background bool

	mu     sync.Mutex
	urgent bool
	raised chan struct{} // closed once the claim is urgent
}

type claimKey struct{}

// WithClaim says for whom a context's work is done, and whether it is urgent.
func WithClaim(ctx context.Context, holder Holder, urgent bool) context.Context {
	claim := &Claim{holder: holder, raised: make(chan struct{})}
	if urgent {
		claim.raise()
	}
	return context.WithValue(ctx, claimKey{}, claim)
}

// InBackground says that nobody waits for a context's work, which is done for a holder.
func InBackground(ctx context.Context, holder Holder) context.Context {
	return context.WithValue(ctx, claimKey{}, &Claim{holder: holder, background: true})
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

func (c *Claim) rank() int {
	switch {
	case c.background:
		return background
	case c.isUrgent():
		return urgent
	}
	return other
}
