//go:build !race

// The race detector multiplies CPU time and memory, which these tests measure.

package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/series"
)

// maxCPUAfterCancel is how much a cancelled evaluation may still compute.
const maxCPUAfterCancel = 100 * time.Millisecond

// watched is a context that looks at the thread's CPU clock whenever it is asked whether it has
// ended. It ends once so much was computed. The longest time between two questions bounds what any
// cancel would have to wait for, at whatever instant it came.
type watched struct {
	context.Context
	until, asked time.Duration
	longest      time.Duration
	where        string
}

func threadCPU() time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_THREAD, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func (w *watched) Err() error {
	now := threadCPU()
	if gap := now - w.asked; gap > w.longest {
		w.longest = gap
		var stack [16]uintptr
		frames := runtime.CallersFrames(stack[:runtime.Callers(2, stack[:])])
		w.where = ""
		for more := true; more; {
			var frame runtime.Frame
			frame, more = frames.Next()
			w.where += fmt.Sprintf("\n\t%s:%d", frame.Function, frame.Line)
		}
	}
	w.asked = now
	if now > w.until {
		return context.Canceled
	}
	return nil
}

type costlyCase struct {
	name, spec string
	stepMs     int64
	days       int
	regressors int
}

// costly is what a dashboard may ask for within the limits, a case for each loop whose length a
// query decides.
var costly = []costlyCase{
	{name: "a network of three wide layers, step by step", spec: `{"model":{"kind":"neural","neural":{"hidden":[64,64,64],"epochs":500,"batch":1,"patience":500}}}`, stepMs: 300_000, days: 14},
	{name: "a network with large batches", spec: `{"train":{"window":"30d"},"model":{"kind":"neural","neural":{"hidden":[64,64,64],"epochs":500,"batch":4096,"patience":500,"activation":"tanh"}}}`, stepMs: 60_000, days: 30},
	{name: "a thousand rounds of 255 leaves", spec: `{"train":{"window":"30d"},"model":{"kind":"boosted","boosted":{"rounds":1000,"leaves":255,"minLeaf":1}}}`, stepMs: 60_000, days: 30},
	{name: "quantiles by trees", spec: `{"train":{"window":"30d"},"model":{"kind":"boosted","boosted":{"rounds":30}},"band":{"method":"cqr"}}`, stepMs: 60_000, days: 30},
	{name: "a forest", spec: `{"train":{"window":"30d"},"model":{"kind":"forest","forest":{"trees":500,"maxDepth":30,"minLeaf":1}}}`, stepMs: 60_000, days: 30},
	{name: "a deep tree", spec: `{"train":{"window":"30d"},"model":{"kind":"tree","tree":{"maxDepth":30,"minLeaf":1}}}`, stepMs: 60_000, days: 30},
	{name: "eight seasons of 24 harmonics", spec: `{"train":{"window":"14d"},"features":{"seasonality":` + seasons + `}}`, stepMs: 60_000, days: 14},
	{name: "features that are selected", spec: `{"train":{"window":"30d"},"features":{"select":"backward","seasonality":` + seasons + `}}`, stepMs: 300_000, days: 30},
	{name: "32 regressors of 8 lags", spec: `{"train":{"window":"21d"}}`, stepMs: 300_000, days: 21, regressors: 32},
	{name: "a year by medians", spec: `{"train":{"window":"1y"},"model":{"kind":"seasonal"}}`, stepMs: 600_000, days: 365},
	{name: "a week of half minutes", spec: `{"train":{"window":"7d"}}`, stepMs: 30_000, days: 7},
	{name: "three days of seconds", spec: `{"train":{"window":"3d"},"model":{"kind":"seasonal"}}`, stepMs: 1_000, days: 3},
}

const seasons = `[{"period":"1d","harmonics":24},{"period":"7d","harmonics":24},{"period":"6h","harmonics":24},{"period":"5h","harmonics":24},{"period":"8h","harmonics":24},{"period":"11h","harmonics":24},{"period":"13h","harmonics":24},{"period":"17h","harmonics":24}]`

// Each output works through one series of such a query until a second of CPU is spent, and is then
// cancelled.
func TestNoLoopOutlivesItsContext(t *testing.T) {
	for _, c := range costly {
		s, in, w := c.question(t)
		day := w
		day.FromMs -= dayMs
		outputs := map[string]func(context.Context) error{
			"analyse":    func(ctx context.Context) error { _, err := engine.Analyse(ctx, in, s, w, nil); return err },
			"forecast":   func(ctx context.Context) error { _, err := engine.ForecastSeries(ctx, in, s, w, nil); return err },
			"importance": func(ctx context.Context) error { _, err := engine.ImportanceOf(ctx, in, s, day, nil); return err },
		}
		for output, run := range outputs {
			t.Run(c.name+", "+output, func(t *testing.T) {
				runtime.LockOSThread() // its CPU clock leaves out the garbage collector's threads
				defer runtime.UnlockOSThread()
				ctx := &watched{Context: t.Context(), asked: threadCPU(), until: threadCPU() + time.Second}
				err := run(ctx)
				ctx.Err() // what followed the last question counts too
				if err != nil && !errors.Is(err, context.Canceled) {
					t.Fatal(err)
				}
				if ctx.longest > maxCPUAfterCancel {
					t.Errorf("%s of CPU between two looks at the context; want at most %s. The look after it: %s", ctx.longest, maxCPUAfterCancel, ctx.where)
				}
			})
		}
	}
}

func (c costlyCase) question(t *testing.T) (engine.Spec, engine.Input, engine.Window) {
	t.Helper()
	n := int(int64(c.days+2) * dayMs / c.stepMs)
	random, _ := num.NewRandom(1)
	draw := func() engine.Series {
		s := engine.Series{TimesMs: make([]int64, n), Values: make([]float64, n)}
		for i := range n {
			s.TimesMs[i] = startMs + int64(i)*c.stepMs
			s.Values[i] = 100 + 20*math.Sin(2*math.Pi*float64(s.TimesMs[i])/float64(dayMs)) + random.Uniform()
		}
		return s
	}
	var document map[string]any
	if err := json.Unmarshal([]byte(c.spec), &document); err != nil {
		t.Fatal(err)
	}
	in := engine.Input{Series: draw()}
	if c.regressors > 0 {
		var named []any
		for k := range c.regressors {
			name := fmt.Sprint("r", k)
			named = append(named, map[string]any{"name": name, "lag": []any{"0s", "5m", "10m", "15m", "20m", "25m", "30m", "35m"}})
			in.Regressors = append(in.Regressors, engine.Regressor{Name: name, Kind: series.Number, Series: draw()})
		}
		document["features"] = map[string]any{"regressors": named}
	}
	text, _ := json.Marshal(document)
	end := in.Series.TimesMs[n-1]
	return parse(t, string(text)), in, engine.Window{FromMs: end, ToMs: end, StepMs: c.stepMs}
}
