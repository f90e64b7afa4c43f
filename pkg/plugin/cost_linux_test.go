//go:build !race

// The race detector multiplies CPU time and memory, which these tests measure.

package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/series"
	"github.com/tidemark/tidemark/pkg/query"
	specfiles "github.com/tidemark/tidemark/spec"
)

// costFactor is how far measured work may lie from the estimate, in either direction, once its ratio
// is divided by that of the middle case.
const costFactor = 3

// corners has a case for each factor of the cost, at a size that takes about a tenth of a second. Each names
// the leaves of the schema that it changes.
var corners = []struct {
	name   string
	leaves []string
	spec   string
	output query.Output
	back   time.Duration
	inputs int
}{
	{name: "linear", leaves: []string{"model.kind"}, spec: `{"model":{"kind":"linear"}}`},
	{name: "medians", spec: `{"model":{"kind":"seasonal"}}`},
	{name: "the default", spec: `{}`},
	{name: "a longer window", leaves: []string{"train.window"}, spec: `{"model":{"kind":"linear"},"train":{"window":"42d"}}`},
	{name: "a finer step", leaves: []string{"grid.step"}, spec: `{"model":{"kind":"linear"},"grid":{"step":"2m"}}`},
	{name: "a step of seconds", spec: `{"model":{"kind":"seasonal"},"grid":{"step":"10s"},"train":{"window":"2d"}}`},
	{name: "a training an hour", leaves: []string{"train.every"}, spec: `{"model":{"kind":"linear"},"train":{"every":"1h"}}`, back: 4 * time.Hour},
	{name: "two seasons of 24 harmonics", leaves: []string{"features.seasonality.period", "features.seasonality.harmonics"}, spec: listed(2, `"select":"off"`)},
	{name: "four seasons of 24 harmonics", spec: listed(4, `"select":"off"`)},
	{name: "eight seasons of 24 harmonics", spec: listed(8, `"select":"off"`)},
	{name: "features that are selected", leaves: []string{"features.select"}, spec: listed(4, `"select":"backward"`)},
	{name: "holidays", leaves: []string{"features.holidays.countries", "features.holidays.ical"}, spec: `{"model":{"kind":"linear"},"features":{"holidays":{"countries":["DE","US"]}}}`},
	{name: "regressors with lags", leaves: []string{"features.regressors.name", "features.regressors.lag", "features.regressors.query"}, spec: `{"model":{"kind":"linear"}}`, inputs: 4},
	{name: "a deep tree", leaves: []string{"model.tree.maxDepth", "model.tree.minLeaf"}, spec: `{"model":{"kind":"tree","tree":{"maxDepth":30,"minLeaf":1}}}`},
	{name: "a forest", leaves: []string{"model.forest.trees", "model.forest.maxDepth"}, spec: `{"model":{"kind":"forest"}}`},
	{name: "a forest of small leaves", leaves: []string{"model.forest.minLeaf"}, spec: `{"model":{"kind":"forest","forest":{"trees":20,"maxDepth":30,"minLeaf":1}}}`},
	{name: "a shallow forest", spec: `{"model":{"kind":"forest","forest":{"trees":200,"maxDepth":4}}}`},
	{name: "boosted", leaves: []string{"model.boosted.rounds", "model.boosted.learningRate"}, spec: `{"model":{"kind":"boosted","boosted":{"learningRate":0.01}}}`},
	{name: "boosted with many leaves", leaves: []string{"model.boosted.leaves", "model.boosted.minLeaf"}, spec: `{"model":{"kind":"boosted","boosted":{"leaves":255,"minLeaf":1,"learningRate":0.01}}}`},
	{name: "quantiles by trees", leaves: []string{"band.method"}, spec: `{"model":{"kind":"boosted","boosted":{"learningRate":0.01}},"band":{"method":"cqr"}}`},
	{name: "a network", leaves: []string{"model.neural.epochs"}, spec: `{"model":{"kind":"neural","neural":{"epochs":20,"patience":500}}}`},
	{name: "a wide network", leaves: []string{"model.neural.hidden"}, spec: `{"model":{"kind":"neural","neural":{"hidden":[64,64,64],"epochs":3,"patience":500}}}`},
	{name: "a network, point by point", leaves: []string{"model.neural.batch"}, spec: `{"model":{"kind":"neural","neural":{"hidden":[64,64],"epochs":2,"batch":1,"patience":500}}}`},
	{name: "a network of tanh", leaves: []string{"model.neural.activation"}, spec: `{"model":{"kind":"neural","neural":{"epochs":20,"patience":500,"activation":"tanh"}}}`},
	{name: "a forecast", leaves: []string{"forecast.horizon"}, spec: `{"model":{"kind":"linear"},"forecast":{"horizon":"3d"}}`, output: query.Forecast},
	{name: "what a network leans on", spec: `{"model":{"kind":"neural","neural":{"hidden":[64,64,64],"epochs":1}}}`, output: query.Importance, back: 48 * time.Hour},
	{name: "an explanation", spec: `{"model":{"kind":"linear"}}`, output: query.Explanation, inputs: 2},
}

// cheap are the leaves that change no time and no memory, or only within the factor.
var cheap = []string{
	"schemaVersion", "transform", "grid.aggregate", "grid.delay", "train.minPoints", "train.exclude.from", "train.exclude.to", "train.excludeTags",
	"clean.missing", "clean.outliers", "features.trend", "features.timezone", "model.ridge", "model.seed", "model.forest.features", "model.boosted.l2",
	"model.neural.learningRate", "model.neural.l2", "model.neural.patience", "band.interval", "band.limit.alertsPerWeek", "band.limit.coverage", "band.limit.multiple",
	"band.scale", "band.lowerBound", "band.upperBound", "band.minWidth.absolute", "band.minWidth.relative", "adapt.level", "detect.direction",
	"detect.minDeviation.absolute", "detect.minDeviation.relative", "detect.points.k", "detect.points.n", "detect.recover", "outliers.method", "outliers.sensitivity",
	"forecast.threshold",
}

func listed(n int, more string) string {
	periods := []string{"1d", "7h", "5h", "11h", "13h", "17h", "8h", "6h"}
	text := ""
	for i := range n {
		text += fmt.Sprintf(`,{"period":%q,"harmonics":24}`, periods[i])
	}
	return `{"model":{"kind":"linear"},"features":{` + more + `,"seasonality":[` + text[1:] + `]}}`
}

// A new field of the schema has a case, or a place among those that cost nothing.
func TestEveryFieldHasItsCost(t *testing.T) {
	known := slices.Clone(cheap)
	for _, c := range corners {
		known = append(known, c.leaves...)
	}
	var schema map[string]any
	if err := json.Unmarshal(specfiles.Schema, &schema); err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	leavesOf(schema, "", found)
	for leaf := range found {
		if !slices.Contains(known, leaf) {
			t.Errorf("%s has no case in corners, nor a place in cheap; want one", leaf)
		}
	}
	for _, leaf := range known {
		if !found[leaf] {
			t.Errorf("%s is not in the schema", leaf)
		}
	}
}

func leavesOf(node map[string]any, path string, found map[string]bool) {
	below := false
	nodes := []any{node["items"]}
	branches, _ := node["oneOf"].([]any)
	for _, child := range append(nodes, branches...) {
		if child, ok := child.(map[string]any); ok && (child["properties"] != nil || child["items"] != nil || child["oneOf"] != nil) {
			below = true
			leavesOf(child, path, found)
		}
	}
	properties, _ := node["properties"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		below = true
		full := name
		if path != "" {
			full = path + "." + name
		}
		leavesOf(properties[name].(map[string]any), full, found)
	}
	if !below {
		found[path] = true
	}
}

func threadCPU() time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_THREAD, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func TestTheCostIsWhatIsMeasured(t *testing.T) {
	runtime.LockOSThread() // its CPU clock leaves out the garbage collector's threads
	defer runtime.UnlockOSThread()
	ratios := make([]float64, len(corners))
	first := cornerPlan(t, `{}`, "", 0, 0)
	_ = runOutput(t.Context(), "", learnable(first), first) // else the first case pays for the heap's growth
	for i, c := range corners {
		p := cornerPlan(t, c.spec, c.output, c.back, c.inputs)
		in := learnable(p)
		least := time.Hour
		for run := 0; run < 3 && (run == 0 || least < 200*time.Millisecond); run++ { // what else runs only adds
			from := threadCPU()
			if err := runOutput(t.Context(), c.output, in, p); err != nil {
				t.Fatal(c.name, err)
			}
			least = min(least, threadCPU()-from)
		}
		ratios[i] = float64(least) / p.work(1, c.output).Cost()
		t.Logf("%s: measured %s, estimated %.3g, %.0f ns a unit", c.name, least, p.work(1, c.output).Cost(), ratios[i])
	}
	middle := slices.Sorted(slices.Values(ratios))[len(ratios)/2]
	for i, c := range corners {
		if off := ratios[i] / middle; off > costFactor || off < 1.0/costFactor {
			t.Errorf("%s: measured/estimated is %.2f of the middle case's; want 1/%d to %d", c.name, off, costFactor, costFactor)
		}
	}
}

func cornerPlan(t *testing.T, text string, output query.Output, back time.Duration, inputs int) plan {
	t.Helper()
	var document map[string]any
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		t.Fatal(err)
	}
	if inputs > 0 {
		var regressors []any
		for i := range inputs {
			regressors = append(regressors, map[string]any{"name": fmt.Sprint("r", i), "lag": []any{"0s", "5m", "10m", "15m", "20m", "25m", "30m", "35m"}})
		}
		document["features"] = map[string]any{"regressors": regressors}
	}
	spec, _ := json.Marshal(document)
	p, err := newPlan(query.Query{Spec: spec, Output: output}, backend.TimeRange{From: noon.Add(-max(back, 10*time.Minute)), To: noon}, noon, output.Instant())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// learnable is a series whose shape only trees and networks can tell, so that none of them gives up
// early, and regressors of chance.
func learnable(p plan) engine.Input {
	draw := func(seed int64) engine.Series {
		s := engine.Series{}
		for at := p.ask.FromMs; at <= p.ask.ToMs; at += p.ask.StepMs {
			quarter := at / 900_000 % 672 // of an hour in a week
			noise := float64((at/1000*7919+seed*104729)%1009) / 1009
			s.TimesMs = append(s.TimesMs, at)
			turn := 2 * math.Pi * float64(at) / float64(dayMs)
			s.Values = append(s.Values, 100+float64(quarter*7919%11)+40*math.Sin(turn)*math.Cos(turn/7)+noise)
		}
		return s
	}
	in := engine.Input{Series: draw(0)}
	for i, r := range p.spec.Features.Regressors {
		in.Regressors = append(in.Regressors, engine.Regressor{Name: r.Name, Kind: series.Number, Series: draw(int64(i + 1))})
	}
	return in
}

func runOutput(ctx context.Context, output query.Output, in engine.Input, p plan) (err error) {
	w := engine.Window{FromMs: p.fromMs, ToMs: p.endMs(), StepMs: p.stepMs}
	switch output {
	case query.Forecast:
		_, err = engine.ForecastSeries(ctx, in, p.spec, w, nil)
	case query.Importance:
		_, err = engine.ImportanceOf(ctx, in, p.spec, w, nil)
	case query.Explanation:
		_, err = engine.ExplainAt(ctx, in, p.spec, w, p.toMs, nil)
	default:
		_, err = engine.Analyse(ctx, in, p.spec, w, nil)
	}
	return err
}

// sampled is a context that looks at the heap whenever it is asked whether it has ended.
type sampled struct {
	context.Context
	peak uint64
}

func (s *sampled) Err() error {
	s.peak = max(s.peak, heapNow())
	return nil
}

func heapNow() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// memoryFactor is how much more than a training's estimate the heap may hold: what is dead already
// waits for the collector, which begins at a tenth more than what lives.
const memoryFactor = 1.5

func TestMemoryStaysWithinItsEstimate(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	for _, c := range corners {
		p := cornerPlan(t, c.spec, c.output, c.back, c.inputs)
		in := learnable(p)
		runtime.GC()
		before := heapNow()
		ctx := &sampled{Context: t.Context()}
		if err := runOutput(ctx, c.output, in, p); err != nil {
			t.Fatal(c.name, err)
		}
		used, estimated := float64(ctx.peak)-float64(before), float64(p.bytes(c.output, 1))
		t.Logf("%s: %.1f MiB used, %.1f estimated", c.name, used/(1<<20), estimated/(1<<20))
		if used > memoryFactor*estimated+1<<19 {
			t.Errorf("%s: the heap grew by %.1f MiB; want at most %v of the %.1f that were reserved", c.name, used/(1<<20), memoryFactor, estimated/(1<<20))
		}
	}
}
