package work_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/pkg/query/work"
)

// order lets callers wait in the given order for one place that is taken, and returns the
// order in which they get it.
func order(t *testing.T, callers []string, ticket func(i int) (org int64, urgent bool)) (got string) {
	synctest.Test(t, func(t *testing.T) {
		scheduler := work.NewScheduler(work.Most{User: 1, Source: 1, Org: 1, All: 1}, work.Most{})
		release, err := scheduler.Take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		for i, name := range callers {
			org, urgent := ticket(i)
			go func() {
				release, err := scheduler.Take(work.WithTicket(t.Context(), work.Holder{Org: org}, urgent))
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				got += name
				mu.Unlock()
				time.Sleep(time.Second)
				release()
			}()
			synctest.Wait() // one after the other
		}
		release()
		time.Sleep(time.Minute)
	})
	return got
}

func TestAlertsComeFirst(t *testing.T) {
	callers := []string{"d", "d", "A", "d", "A"}
	if got := order(t, callers, func(i int) (int64, bool) { return 1, callers[i] == "A" }); got != "AAddd" {
		t.Errorf("places went to %s; want the two alerts first: AAddd", got)
	}
}

func TestOrganisationsTakeTurns(t *testing.T) {
	callers := []string{"1", "1", "1", "1", "2", "3", "2"}
	if got := order(t, callers, func(i int) (int64, bool) { return int64(callers[i][0]), false }); got != "1231211" {
		t.Errorf("places went to %s; want one of each organisation in turn: 1231211", got)
	}
}

// Between two jobs of a query its worker stands in no line; the place must not go to the background then.
func TestTheBackgroundWorksOnlyWhileNobodyElseDoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		scheduler := work.NewScheduler(work.Most{User: 2, Source: 2, Org: 2, All: 2}, work.Most{})
		var log []string
		var mu sync.Mutex
		job := func(ctx context.Context, name string) {
			release, err := scheduler.Take(ctx)
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			log = append(log, name)
			mu.Unlock()
			time.Sleep(time.Second)
			release()
		}
		for range 4 {
			go func() {
				ctx := work.InBackground(t.Context(), work.Holder{Org: 1})
				defer scheduler.Begin(ctx)()
				for range 2 {
					job(ctx, "b")
				}
			}()
		}
		time.Sleep(time.Second / 2) // two of the background are at work
		go func() {
			ctx := work.WithTicket(t.Context(), work.Holder{Org: 2}, false)
			defer scheduler.Begin(ctx)()
			for range 3 {
				job(ctx, "Q")
			}
		}()
		time.Sleep(time.Minute)
		synctest.Wait()
		if got := strings.Join(log, ""); got != "bbQQQbbbbbb" {
			t.Errorf("places went to %s; want the query's three before the rest of the background: bbQQQbbbbbb", got)
		}
	})
}

func TestAPlaceIsNeverLost(t *testing.T) {
	scheduler := work.NewScheduler(work.Most{User: 3, Source: 3, Org: 3, All: 3}, work.Most{})
	var running, most atomic.Int32
	var callers sync.WaitGroup
	for i := range 2000 {
		callers.Go(func() {
			ctx, cancel := context.WithTimeout(work.WithTicket(t.Context(), work.Holder{Org: int64(i % 5)}, i%2 == 0), time.Duration(i%20)*time.Millisecond)
			defer cancel()
			release, err := scheduler.Take(ctx)
			if err != nil {
				return
			}
			now := running.Add(1)
			for old := most.Load(); now > old && !most.CompareAndSwap(old, now); old = most.Load() {
			}
			time.Sleep(50 * time.Microsecond)
			running.Add(-1)
			release()
		})
	}
	callers.Wait()
	if most.Load() > 3 {
		t.Errorf("%d had a place at one time; want at most 3", most.Load())
	}
	for i := range 3 { // all are free again
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := scheduler.Take(ctx); err != nil {
			t.Errorf("place %d of 3 is lost: %v", i, err)
		}
	}
}

func TestSharedWorkBecomesUrgentWithAnUrgentGuest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		scheduler := work.NewScheduler(work.Most{User: 1, Source: 1, Org: 1, All: 1}, work.Most{})
		release, _ := scheduler.Take(t.Context())
		shared := work.WithTicket(t.Context(), work.Holder{Org: 1}, false)
		work.Raise(shared, work.WithTicket(t.Context(), work.Holder{Org: 1}, true))
		got := make(chan string, 2)
		wait := func(name string, ctx context.Context) {
			go func() {
				release, err := scheduler.Take(ctx)
				if err != nil {
					t.Error(err)
					return
				}
				got <- name
				release()
			}()
			synctest.Wait()
		}
		wait("dashboard", work.WithTicket(t.Context(), work.Holder{Org: 1}, false))
		wait("raised", shared)
		release()
		if first, second := <-got, <-got; first+" "+second != "raised dashboard" {
			t.Errorf("places went to %s, then %s; want the raised one first", first, second)
		}
	})
}

// hold takes so many places for holders, one after the other, and never gives them back.
func hold(t *testing.T, scheduler *work.Scheduler, n int, urgent bool, holder work.Holder) (got int) {
	t.Helper()
	for range n {
		ctx, cancel := context.WithTimeout(work.WithTicket(t.Context(), holder, urgent), time.Second)
		if _, err := scheduler.Take(ctx); err == nil {
			got++
		}
		cancel()
	}
	return got
}

// Work that takes long is all at once: whoever comes next must not wait for its end.
func TestNobodyHoldsAllPlaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		scheduler := work.NewScheduler(work.Nested(2), work.Most{User: 1, Source: 1, Org: 2, All: 3})
		for _, step := range []struct {
			name   string
			holder work.Holder
			urgent bool
			want   int
		}{
			{"a user of a data source", work.Holder{Org: 1, Source: "a", User: "x"}, false, 2},
			{"another user of it", work.Holder{Org: 1, Source: "a", User: "y"}, false, 1},
			{"a third one", work.Holder{Org: 1, Source: "a", User: "z"}, false, 0},
			{"another data source", work.Holder{Org: 1, Source: "b", User: "x"}, false, 1},
			{"another organisation", work.Holder{Org: 2, Source: "a", User: "x"}, false, 1},
			{"a third organisation", work.Holder{Org: 3, Source: "a", User: "x"}, false, 0},
			{"a rule", work.Holder{Org: 1, Source: "a"}, true, 1},
			{"a rule of another data source", work.Holder{Org: 1, Source: "b"}, true, 1},
			{"a rule of another organisation", work.Holder{Org: 2, Source: "a"}, true, 1},
		} {
			if got := hold(t, scheduler, 4, step.urgent, step.holder); got != step.want {
				t.Errorf("%s got %d places; want %d", step.name, got, step.want)
			}
		}
	})
}

// A rule that joins work which stands in the dashboards' line must not stand there with it.
func TestWaitingWorkThatARuleJoinsChangesTheLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		scheduler := work.NewScheduler(work.Most{User: 1, Source: 1, Org: 1, All: 1}, work.Most{User: 1, Source: 1, Org: 1, All: 1})
		if hold(t, scheduler, 1, false, work.Holder{Org: 1}) != 1 {
			t.Fatal("the shared place is not free")
		}
		ctx, cancel := context.WithTimeout(work.WithTicket(t.Context(), work.Holder{Org: 2}, false), time.Minute)
		defer cancel()
		go func() {
			time.Sleep(time.Second)
			work.Raise(ctx, work.WithTicket(t.Context(), work.Holder{Org: 2}, true))
		}()
		if _, err := scheduler.Take(ctx); err != nil {
			t.Errorf("the raised work got no place (%v); want that which only rules may take", err)
		}
	})
}
