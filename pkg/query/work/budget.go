package work

import (
	"context"
	"sync"
)

// Budget bounds the memory that work in progress will need, by estimates made before it
// begins: Go can't refuse an allocation, only end the process. A quarter of it is for rules
// alone, and neither a user nor a data source nor an organisation can hold the rest of it.
type Budget struct {
	mu            sync.Mutex
	shared, rules *pool
	max           int64
}

// NewBudget returns a budget of so many bytes.
func NewBudget(max int64) *Budget {
	rest := max - max/4
	return &Budget{
		max:    max,
		shared: newPool(Most{User: rest * 4 / 6, Source: rest * 9 / 12, Org: rest * 5 / 6, All: rest}),
		rules:  newPool(Most{User: max / 8, Source: max / 8, Org: max / 6, All: max / 4}),
	}
}

// MaxOfOne is the most that one user may reserve, in bytes: more will never fit.
func (b *Budget) MaxOfOne() int64 { return b.shared.most[levelUser] }

// Reserve takes bytes out of the budget until release is called, once. It says no where they
// would exceed it.
func (b *Budget) Reserve(ctx context.Context, bytes int64) (release func(), ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	ticket, from := ticketOf(ctx), b.shared
	if !from.take(ticket.holder, bytes) {
		if from = b.rules; !ticket.isUrgent() || !from.take(ticket.holder, bytes) {
			return nil, false
		}
	}
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		from.giveBack(ticket.holder, bytes)
	}, true
}

// Held is what is reserved at the moment, in bytes, and the most that may be.
func (b *Budget) Held() (held, max int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.shared.all() + b.rules.all(), b.max
}
