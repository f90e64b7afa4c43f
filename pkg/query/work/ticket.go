package work

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// Ticket is who asks; it travels in the context.
type Ticket struct {
	holder     Holder
	background bool
	number     int64 // of the claims in the order of their making

	mu     sync.Mutex
	urgent bool
	raised chan struct{} // closed once the ticket is urgent
	inLine int           // how many of its jobs stand in a line
	since  time.Time     // from when on at least one does
	waited time.Duration // until then
}

var made atomic.Int64

type ticketKey struct{}

// WithTicket says for whom a context's work is done, and whether it is urgent.
func WithTicket(ctx context.Context, holder Holder, urgent bool) context.Context {
	ticket := &Ticket{holder: holder, number: made.Add(1), raised: make(chan struct{})}
	if urgent {
		ticket.raise()
	}
	return context.WithValue(ctx, ticketKey{}, ticket)
}

// InBackground says that nobody waits for a context's work, which is done for a holder.
func InBackground(ctx context.Context, holder Holder) context.Context {
	return context.WithValue(ctx, ticketKey{}, &Ticket{holder: holder, number: made.Add(1), background: true})
}

// ticketOf is the context's ticket; work without one is of nobody and not urgent.
func ticketOf(ctx context.Context) *Ticket {
	if ticket, ok := ctx.Value(ticketKey{}).(*Ticket); ok {
		return ticket
	}
	return &Ticket{}
}

// Urgent says whether an alert rule waits for a context's work.
func Urgent(ctx context.Context) bool { return ticketOf(ctx).isUrgent() }

func (c *Ticket) isUrgent() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.urgent
}

// Raise makes shared work urgent once somebody urgent waits for it, also where it stands in a line.
func Raise(shared, by context.Context) {
	if Urgent(by) {
		ticketOf(shared).raise()
	}
}

func (c *Ticket) raise() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.urgent && c.raised != nil {
		c.urgent = true
		close(c.raised)
	}
}

// willRaise is closed when the ticket becomes urgent; nil if it is already, or never will be.
func (c *Ticket) willRaise() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.urgent {
		return nil
	}
	return c.raised
}

// Waited is how long a context's work has stood in line for places that others had.
func Waited(ctx context.Context) time.Duration {
	c := ticketOf(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.inLine > 0 {
		return c.waited + time.Since(c.since)
	}
	return c.waited
}

// stand notes that a job joins a line (1) or leaves it (−1).
func (c *Ticket) stand(jobs int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.inLine == 0 {
		c.since = time.Now()
	}
	if c.inLine += jobs; c.inLine == 0 {
		c.waited += time.Since(c.since)
	}
}

func (c *Ticket) rank() int {
	switch {
	case c.background:
		return background
	case c.isUrgent():
		return urgent
	}
	return other
}
