package work_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query/work"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestEachRunsEveryJobOnceWithinItsLimit(t *testing.T) {
	var running, most atomic.Int32
	done := make([]int, 100)
	err := work.Each(t.Context(), len(done), 3, func(_ context.Context, i int) error {
		now := running.Add(1)
		for old := most.Load(); now > old && !most.CompareAndSwap(old, now); old = most.Load() {
		}
		done[i]++
		running.Add(-1)
		return nil
	})
	for i, n := range done {
		if n != 1 {
			t.Errorf("job %d ran %d times; want 1", i, n)
		}
	}
	if err != nil || most.Load() > 3 {
		t.Errorf("Each = %v with %d jobs at one time; want no error and at most 3", err, most.Load())
	}
}

func TestEachEndsWithTheFirstError(t *testing.T) {
	stop := errors.New("stop")
	var ran atomic.Int32
	err := work.Each(t.Context(), 1000, 2, func(ctx context.Context, i int) error {
		ran.Add(1)
		if i == 3 {
			return stop
		}
		return nil
	})
	if !errors.Is(err, stop) || ran.Load() > 10 {
		t.Errorf("Each = %v after %d jobs; want %v after few", err, ran.Load(), stop)
	}
}

func TestAPanicIsAnError(t *testing.T) {
	err := work.Each(t.Context(), 2, 2, func(context.Context, int) error { panic("boom") })
	if fault.Code(err) != "bug/panic" {
		t.Errorf("Each = %v; want bug/panic", err)
	}
}

func TestEachWithoutJobs(t *testing.T) {
	if err := work.Each(t.Context(), 0, 4, nil); err != nil {
		t.Errorf("Each of no jobs = %v; want nil", err)
	}
}
