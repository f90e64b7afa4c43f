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
func order(t *testing.T, callers []string, claim func(i int) (org int64, urgent bool)) (got string) {
	synctest.Test(t, func(t *testing.T) {
		turns := work.NewTurns(1)
		release, err := turns.Take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		for i, name := range callers {
			org, urgent := claim(i)
			go func() {
				release, err := turns.Take(work.WithClaim(t.Context(), org, urgent))
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
		turns := work.NewTurns(2)
		var log []string
		var mu sync.Mutex
		job := func(ctx context.Context, name string) {
			release, err := turns.Take(ctx)
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
				ctx := work.InBackground(t.Context(), 1)
				defer turns.Begin(ctx)()
				for range 2 {
					job(ctx, "b")
				}
			}()
		}
		time.Sleep(time.Second / 2) // two of the background are at work
		go func() {
			ctx := work.WithClaim(t.Context(), 2, false)
			defer turns.Begin(ctx)()
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
	turns := work.NewTurns(3)
	var running, most atomic.Int32
	var callers sync.WaitGroup
	for i := range 2000 {
		callers.Go(func() {
			ctx, cancel := context.WithTimeout(work.WithClaim(t.Context(), int64(i%5), i%2 == 0), time.Duration(i%20)*time.Millisecond)
			defer cancel()
			release, err := turns.Take(ctx)
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
		if _, err := turns.Take(ctx); err != nil {
			t.Errorf("place %d of 3 is lost: %v", i, err)
		}
	}
}

func TestSharedWorkBecomesUrgentWithAnUrgentGuest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := work.NewTurns(1)
		release, _ := turns.Take(t.Context())
		shared := work.WithClaim(t.Context(), 1, false)
		work.Raise(shared, work.WithClaim(t.Context(), 1, true))
		got := make(chan string, 2)
		wait := func(name string, ctx context.Context) {
			go func() {
				release, err := turns.Take(ctx)
				if err != nil {
					t.Error(err)
					return
				}
				got <- name
				release()
			}()
			synctest.Wait()
		}
		wait("dashboard", work.WithClaim(t.Context(), 1, false))
		wait("raised", shared)
		release()
		if first, second := <-got, <-got; first+" "+second != "raised dashboard" {
			t.Errorf("places went to %s, then %s; want the raised one first", first, second)
		}
	})
}
