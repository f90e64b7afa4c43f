package history

import (
	"context"
	"time"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query/upstream"
)

// proofAge is how long an answer of the upstream proves that it would give the same question
// another one: a credential that is revoked is refused no later.
const proofAge = time.Minute

// isProven says whether the upstream has answered a key within the last minute.
func (s *Store) isProven(key string) bool {
	at, ok := s.proven.Get(key)
	age := s.now().Sub(at)
	return ok && age >= 0 && age < proofAge // a clock that was set back proves nothing
}

// prove asks for the newest slot again, unless another caller just has. Nothing but the question
// itself tells whether a credential may still ask it: rights may be of one source, tenant or label.
func (s *Store) prove(ctx context.Context, r Request) error {
	if s.isProven(r.key()) {
		return nil
	}
	newest := r.Range
	newest.FromMs, newest.Proof = newest.ToMs, true
	_, err := s.ask(ctx, r, newest)
	return err
}

// ask puts a question to the upstream, and notes whether the credential was accepted.
func (s *Store) ask(ctx context.Context, r Request, part upstream.Range) (upstream.Result, error) {
	asked := s.now()
	result, err := r.Read(ctx, part)
	switch fault.Code(err) {
	case "":
		s.proven.Put(r.key(), asked, 0)
	case "upstream/unauthorized": // the credential itself
		s.proven.Drop(r.Scope)
		s.kept.Drop(r.Scope)
		r.refused()
	case "upstream/forbidden": // this question; whether others may still be asked is proven anew
		s.proven.Drop(r.Scope)
		s.kept.Drop(r.key())
	}
	return result, err
}

func (r Request) refused() {
	if r.Refused != nil {
		r.Refused()
	}
}
