// Command engine is Go's side of the engine's bench, on the jobs of test/bench/engine.ts.
// It runs one job and prints JSON.
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"
	"runtime"
	"slices"
	"strconv"
	"syscall"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

const (
	startMs  = 1_767_571_200_000 // a Monday
	dayMs    = 86_400_000
	minuteMs = 60_000
)

func main() {
	job, n, repeats := os.Args[1], number(2), number(3)
	results, err := jobs[job](n, repeats)
	if err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(results); err != nil {
		log.Fatal(err)
	}
}

type results map[string]float64

// jobs take a number of points and of repeats.
var jobs = map[string]func(n, repeats int) (results, error){
	"learn": learn,
	"auto":  auto,
	"judge": judge,
	"walk":  walk,
	"hold":  hold,
}

func number(i int) int {
	n, err := strconv.Atoi(os.Args[i])
	if err != nil {
		log.Fatal(err)
	}
	return n
}

// seriesOf returns a daily shape with noise, the same in every language.
func seriesOf(n int, stepMs int64) engine.Series {
	state := uint32(1)
	s := engine.Series{TimesMs: make([]int64, n), Values: make([]float64, n)}
	for i := range n {
		state = state*1664525 + 1013904223
		t := startMs + int64(i)*stepMs
		part := 4*float64(t%dayMs)/dayMs - 2 // of the day, −2 … 2
		s.TimesMs[i], s.Values[i] = t, 100+40*part*part+20*(float64(state)/(1<<32)-0.5)
	}
	return s
}

func specOf(text string) engine.Spec {
	s, _, err := engine.ParseSpec([]byte(text))
	if err != nil {
		log.Fatal(err)
	}
	return s
}

// learner returns what learns one model from n points.
func learner(text string, n int, stepMs int64) (func() (*engine.Model, error), engine.Grid, error) {
	s := specOf(text)
	grid, err := engine.RegularGrid(seriesOf(n, stepMs), s, clean.Options{StepMs: stepMs})
	cutMs := startMs + int64(n)*stepMs
	return func() (*engine.Model, error) { return engine.Train(context.Background(), grid, s, cutMs, nil) }, grid, err
}

const wide = `{"model":{"kind":"linear"},"features":{"seasonality":[{"period":"1d","harmonics":12},{"period":"7d","harmonics":7}]}}`

// learn measures one linear model of 40 columns: reweighted fit, errors out of fold, band, rules.
func learn(n, repeats int) (results, error) {
	work, _, err := learner(wide, n, minuteMs)
	if err != nil {
		return nil, err
	}
	ms, m, err := measure(repeats, work)
	if err != nil {
		return nil, err
	}
	return results{"ms": ms, "columns": float64(len(m.Center.Linear.Coefficients))}, nil
}

// auto measures one model as the default spec learns it, at 5 minutes.
func auto(n, repeats int) (results, error) {
	work, _, err := learner(`{}`, n, 5*minuteMs)
	if err != nil {
		return nil, err
	}
	ms, _, err := measure(repeats, work)
	return results{"ms": ms}, err
}

// judge measures what a model expects of n points, and the whole verdict on them.
func judge(n, repeats int) (results, error) {
	out := results{}
	for _, kind := range []string{"linear", "boosted"} {
		s := specOf(`{"model":{"kind":"` + kind + `"}}`)
		work, _, err := learner(`{"model":{"kind":"`+kind+`"}}`, 4032, 5*minuteMs)
		if err != nil {
			return nil, err
		}
		m, err := work()
		if err != nil {
			return nil, err
		}
		grid, err := engine.RegularGrid(seriesOf(n, 5*minuteMs), s, clean.Options{StepMs: 5 * minuteMs})
		if err != nil {
			return nil, err
		}
		z, err := zone.Load("UTC")
		if err != nil {
			return nil, err
		}
		calendar := features.CalendarOf(grid.TimesMs, z, s.Features.Holidays.Days)
		out[kind+" expected"], _, _ = measure(repeats, func() ([]float64, error) { return m.Center.Predict(context.Background(), calendar, nil), nil })
		out[kind+" verdict"], _, err = measure(repeats, func() (*engine.Analysis, error) {
			return engine.Apply(context.Background(), m, grid, startMs, startMs+int64(n)*5*minuteMs, s, nil)
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// walker returns a whole analysis of n minutes, a linear model a day.
func walker(n int) func(models engine.ModelStore) (*engine.Analysis, error) {
	s, raw := specOf(`{"model":{"kind":"linear"}}`), seriesOf(n, minuteMs)
	w := engine.Window{FromMs: startMs, ToMs: raw.TimesMs[n-1], StepMs: minuteMs}
	return func(models engine.ModelStore) (*engine.Analysis, error) {
		return engine.Analyse(context.Background(), engine.Input{Series: raw}, s, w, models)
	}
}

// walk measures the time of a walk over n minutes, and the memory that the process takes for it.
func walk(n, repeats int) (results, error) {
	work := walker(n)
	before := peakBytes()
	ms, _, err := measure(repeats, func() (*engine.Analysis, error) { return work(nil) })
	return results{"ms": ms, "bytes": float64(peakBytes() - before)}, err
}

// hold measures what a walk over n minutes holds at most between two cuts, without what the
// collector would take.
func hold(n, _ int) (results, error) {
	work := walker(n)
	h := &holding{before: heldBytes()}
	_, err := work(h)
	runtime.KeepAlive(work) // and with it the series, which is not the walk's
	return results{"bytes": h.most}, err
}

// holding is a store of models that keeps none, and looks at what is held.
type holding struct{ before, most float64 }

func (h *holding) Get(int64) *engine.Model { return nil }

func (h *holding) Set(int64, *engine.Model) { h.most = max(h.most, heldBytes()-h.before) }

// heldBytes returns the memory of the heap once the collector has been.
func heldBytes() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// measure returns the median CPU milliseconds, and what the last repeat gave.
func measure[T any](repeats int, work func() (T, error)) (float64, T, error) {
	var times []float64
	var last T
	for range repeats + 1 {
		start := cpuMs()
		got, err := work()
		if err != nil {
			return 0, got, err
		}
		times, last = append(times, cpuMs()-start), got
	}
	if repeats > 0 {
		times = times[1:] // the first warms the caches
	}
	slices.Sort(times)
	return times[len(times)/2], last, nil
}

func usage() syscall.Rusage {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		log.Fatal(err)
	}
	return u
}

// cpuMs returns the CPU time of this process: others on the core do not count.
func cpuMs() float64 {
	u := usage()
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e6
}

// peakBytes returns the most memory that this process has held.
func peakBytes() int64 { return usage().Maxrss * 1024 }
