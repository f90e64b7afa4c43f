// Package upstream reads series from the systems that hold them: a Prometheus API, or a data
// source of the same Grafana. It owns every call that leaves this process.
package upstream

import (
	"context"

	"github.com/tidemark/tidemark/pkg/frames"
	"github.com/tidemark/tidemark/pkg/query"
)

// Range is the grid of one call: the points FromMs, FromMs + StepMs, … up to and with ToMs,
// both whole multiples of StepMs since the epoch.
type Range struct {
	FromMs, ToMs, StepMs int64
	// Most is the number of points of all series together that an answer may have; 0 leaves it to
	// limits.maxPoints. A longer one fails as soon as that is seen.
	Most int
	// Proof says that the answer's points don't matter, only whether there is one: an upstream that
	// can gives one series.
	Proof bool
}

// bound returns limits with those points.
func (r Range) bound(limits query.Limits) query.Limits {
	if r.Most > 0 {
		limits.MaxPoints = min(limits.MaxPoints, r.Most)
	}
	return limits
}

// Points is the number of grid points in the range.
func (r Range) Points() int64 { return (r.ToMs-r.FromMs)/r.StepMs + 1 }

// Result is the answer to one call.
type Result struct {
	Series []frames.Series
	// Warnings are the upstream's own, in its words, sanitised.
	Warnings []string
	// Partial says that a warning may mean missing data (Thanos and Mimir answer with what
	// they could reach).
	Partial bool
}

// Upstream answers one question over one range with one HTTP call (and at most one retry).
// Implementations are safe for concurrent use.
//
// All errors are coded upstream/… or query/… and marked with their source for Grafana.
type Upstream interface {
	// Identity is all that an answer depends on beside question and range: kind, address,
	// and which credential is used. It holds no secret.
	Identity() string
	Read(ctx context.Context, question query.Upstream, r Range) (Result, error)
	// Refuse says why a question can't be put, before any work.
	Refuse(question query.Upstream) error
	// Check finds out whether the upstream can be read at all.
	Check(ctx context.Context) error
}
