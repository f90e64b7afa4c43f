package work

import "sync"

// Budget bounds the memory that work in progress will need, by estimates made before it
// begins: Go can't refuse an allocation, only end the process.
type Budget struct {
	mu        sync.Mutex
	max, held int64
}

// NewBudget returns a budget of so many bytes.
func NewBudget(max int64) *Budget { return &Budget{max: max} }

// Reserve takes bytes out of the budget until release is called, once. It says no where they
// would exceed it. Work that would exceed an empty budget is let in alone: the limits on
// points and series bound it already, and refusing it would refuse it for ever.
func (b *Budget) Reserve(bytes int64) (release func(), ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.held > 0 && b.held+bytes > b.max {
		return nil, false
	}
	b.held += bytes
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.held -= bytes
	}, true
}

// Held is what is reserved at the moment, in bytes, and the most that may be.
func (b *Budget) Held() (held, max int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.held, b.max
}
