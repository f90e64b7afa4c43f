package plugin

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"
)

const (
	soakSteps = 2_000   // evaluations, one a step of five minutes: a week
	soakSlope = 1 << 20 // bytes that the heap may grow by in the second half of them, beside what caches count
)

// A week of evaluations, with a training cut each day, in which rules, panels and queries of ever new texts ask:
// neither the heap, beside what the caches count, nor the goroutines grow.
func TestASoakLeavesNothing(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay})
	b.process = newProcessAt(Sizes{HistoryMiB: 1, ModelMiB: 1, MemoryMiB: 512}, func() time.Time { return b.now })
	b.connect(`{}`)
	heap := func() int64 {
		var m runtime.MemStats
		for range 3 { // what only a finaliser holds dies later
			runtime.GC()
		}
		runtime.ReadMemStats(&m)
		p := b.process
		return int64(m.HeapAlloc) - p.judged.Bytes() - p.models.Bytes() - p.prefetched.Bytes() // which have bounds of their own
	}
	half, goroutines := int64(0), 0
	for i := range soakSteps {
		b.now = b.now.Add(5 * time.Minute)
		fields := `"output":"alert","spec":` + small
		if i%7 == 0 {
			fields = `"output":"bands","spec":` + small
		}
		if i%3 == 0 {
			fields += fmt.Sprintf(`,"upstream":{"query":{"expr":"load + %d - %[1]d"}}`, i)
		}
		if response := b.ask(i%7 != 0, fields); response.Error != nil {
			t.Fatal(i, response.Error)
		}
		if i == soakSteps/2 {
			half, goroutines = heap(), runtime.NumGoroutine()
		}
	}
	for wait := 0; runtime.NumGoroutine() > goroutines && wait < 500; wait++ {
		time.Sleep(10 * time.Millisecond)
	}
	if grown := heap() - half; grown > soakSlope || runtime.NumGoroutine() > goroutines {
		t.Errorf("the heap grew by %d KiB and there are %d goroutines, %d before; want at most %d KiB and no more", grown>>10, runtime.NumGoroutine(), goroutines, soakSlope>>10)
	}
}

// Settings that can't be used are told at every use, and nothing else is done: no call is made, and nothing is logged that an
// operator would have to read each time.
func TestSettingsThatCantBeUsedCallNothing(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay})
	lines := countLines(t)
	for _, settings := range []string{`{"upstream":"influx"}`, `{"limits":{"maxSeries":-1}}`, `[]`, `{"upstream":"grafana"}`} {
		b.connect(settings)
		for range 50 {
			if response := b.ask(true, `"output":"alert"`); response.Error == nil {
				t.Fatalf("%s: an answer; want why the settings can't be used", settings)
			}
		}
	}
	if calls := b.shop.calls.Load(); calls != 0 {
		t.Errorf("%d calls; want none", calls)
	}
	if n := lines.Load(); n > 4 {
		t.Errorf("%d lines in the log of 200 queries; want one for each data source at most", n)
	}
}

// counting counts what is logged for operators: all but debugging.
type counting struct {
	log.Logger
	lines *atomic.Int64
}

func (c counting) Info(string, ...any)                    { c.lines.Add(1) }
func (c counting) Warn(string, ...any)                    { c.lines.Add(1) }
func (c counting) Error(string, ...any)                   { c.lines.Add(1) }
func (c counting) FromContext(context.Context) log.Logger { return c }

func countLines(t *testing.T) *atomic.Int64 {
	t.Helper()
	before, lines := backend.Logger, new(atomic.Int64)
	backend.Logger = counting{before, lines}
	t.Cleanup(func() { backend.Logger = before })
	return lines
}
