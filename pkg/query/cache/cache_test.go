package cache_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query/cache"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestLRUForgetsTheLeastRecentlyUsedWithinItsBytes(t *testing.T) {
	lru := cache.NewLRU[int](3 * 1001)
	for i := range 3 {
		lru.Put(fmt.Sprint(i), i, 800) // with key and overhead, 1001 bytes
	}
	lru.Get("0")
	lru.Put("3", 3, 800)
	for key, want := range map[string]bool{"0": true, "1": false, "2": true, "3": true} {
		if _, ok := lru.Get(key); ok != want {
			t.Errorf("Get(%s) found = %v; want %v", key, ok, want)
		}
	}
	if lru.Bytes() != 3*1001 || lru.Len() != 3 {
		t.Errorf("Bytes() = %d, Len() = %d; want %d, 3", lru.Bytes(), lru.Len(), 3*1001)
	}
}

func TestLRUDoesNotKeepWhatIsLargerThanItself(t *testing.T) {
	lru := cache.NewLRU[int](1000)
	lru.Put("a", 1, 100)
	lru.Put("a", 2, 2000)
	if value, ok := lru.Get("a"); ok || lru.Bytes() != 0 {
		t.Errorf("Get(a) = %v, %v with %d bytes; want nothing: neither the large value nor the one it replaces", value, ok, lru.Bytes())
	}
}

func TestAThousandCallersShareOneFlight(t *testing.T) {
	var flight cache.Flight[int]
	var runs atomic.Int32
	release := make(chan struct{})
	var callers sync.WaitGroup
	for range 1000 {
		callers.Go(func() {
			got, err := flight.Do(t.Context(), "k", func(context.Context) (int, error) {
				runs.Add(1)
				<-release
				return 7, nil
			})
			if got != 7 || err != nil {
				t.Errorf("Do = %v, %v; want 7", got, err)
			}
		})
	}
	time.Sleep(50 * time.Millisecond)
	close(release)
	callers.Wait()
	if runs.Load() != 1 {
		t.Errorf("the job ran %d times; want 1", runs.Load())
	}
}

func TestACallerWhoLeavesDoesNotFailTheOthers(t *testing.T) {
	var flight cache.Flight[int]
	release := make(chan struct{})
	job := func(ctx context.Context) (int, error) {
		select {
		case <-release:
			return 7, nil
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
	first, leave := context.WithCancel(t.Context())
	left := make(chan error)
	go func() { _, err := flight.Do(first, "k", job); left <- err }()
	stayed := make(chan error)
	time.Sleep(20 * time.Millisecond)
	go func() { _, err := flight.Do(t.Context(), "k", job); stayed <- err }()
	time.Sleep(20 * time.Millisecond)
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("the caller who left got %v; want context.Canceled", err)
	}
	close(release)
	if err := <-stayed; err != nil {
		t.Errorf("the caller who stayed got %v; want no error", err)
	}
}

func TestTheLastCallerToLeaveCancelsTheWork(t *testing.T) {
	var flight cache.Flight[int]
	ended := make(chan struct{})
	ctx, leave := context.WithCancel(t.Context())
	go func() {
		time.Sleep(20 * time.Millisecond)
		leave()
	}()
	_, _ = flight.Do(ctx, "k", func(ctx context.Context) (int, error) {
		<-ctx.Done()
		close(ended)
		return 0, ctx.Err()
	})
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Error("the work goes on 5 s after its only caller left; want it cancelled")
	}
}

func TestAPanicInAFlightIsAnErrorForEveryCaller(t *testing.T) {
	var flight cache.Flight[int]
	_, err := flight.Do(t.Context(), "k", func(context.Context) (int, error) { panic("boom") })
	if fault.Code(err) != "bug/panic" {
		t.Errorf("Do = %v; want bug/panic", err)
	}
}

// A caller with a second left starts the work; one with an hour joins it.
func TestSharedWorkHasTheTimeOfItsMostPatientCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var flight cache.Flight[int]
		hasty, cancelHasty := context.WithTimeout(t.Context(), time.Second)
		defer cancelHasty()
		patient, cancelPatient := context.WithTimeout(t.Context(), time.Hour)
		defer cancelPatient()
		job := func(ctx context.Context) (int, error) {
			select {
			case <-time.After(time.Minute):
			case <-ctx.Done():
			}
			if deadline, ok := ctx.Deadline(); !ok || time.Until(deadline) < time.Minute {
				t.Errorf("the deadline of the work is %v, %v; want that of the patient caller", deadline, ok)
			}
			return 7, ctx.Err()
		}
		go func() { _, _ = flight.Do(hasty, "k", job) }()
		synctest.Wait()
		if got, err := flight.Do(patient, "k", job); got != 7 || err != nil {
			t.Errorf("the patient caller got %d, %v; want 7", got, err)
		}
	})
}

func TestADropTakesAllKeysOfAPrefix(t *testing.T) {
	c := cache.NewLRU[int](1 << 20)
	for _, key := range []string{"a 1", "a 2", "b 1"} {
		c.Put(key, 1, 8)
	}
	c.Drop("a ")
	if _, ok := c.Get("b 1"); !ok || c.Len() != 1 || c.Bytes() > 300 {
		t.Errorf("%d values of %d bytes are left, b among them: %v; want b alone", c.Len(), c.Bytes(), ok)
	}
}
