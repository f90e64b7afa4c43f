package work_test

import (
	"context"
	"testing"

	"github.com/tidemark/tidemark/pkg/query/work"
)

func TestABudgetIsNeverExceeded(t *testing.T) {
	b := work.NewBudget(1200)
	panel := func(org int64, user string) context.Context {
		return work.WithTicket(t.Context(), work.Holder{Org: org, Source: "a", User: user}, false)
	}
	rule := work.WithTicket(t.Context(), work.Holder{Org: 1, Source: "a"}, true)
	var releases []func()
	for _, step := range []struct {
		name  string
		ctx   context.Context
		bytes int64
		want  bool
	}{
		{"more than one user may have", panel(1, "x"), b.MaxOfOne() + 1, false},
		{"as much as one may have", panel(1, "x"), b.MaxOfOne(), true},
		{"a byte more", panel(1, "x"), 1, false},
		{"another user", panel(1, "y"), 75, true},
		{"another user, past what a data source may have", panel(1, "y"), 75, false},
		{"another organisation", panel(2, "x"), 150, true},
		{"another organisation, past all that panels may have", panel(3, "x"), 200, false},
		{"a rule", rule, 150, true},
		{"a rule, past all", rule, 150, false},
	} {
		release, ok := b.Reserve(step.ctx, step.bytes)
		if ok != step.want {
			t.Errorf("%s: %d bytes are granted: %v; want %v", step.name, step.bytes, ok, step.want)
		}
		if ok {
			releases = append(releases, release)
		}
	}
	for _, release := range releases {
		release()
	}
	if held, _ := b.Held(); held != 0 {
		t.Errorf("%d held after all was released; want 0", held)
	}
}
