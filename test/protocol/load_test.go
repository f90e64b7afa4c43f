//go:build scale

package protocol_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

// evaluation is a rule's question at one instant, with every default.
func evaluation(at time.Time) backend.DataQuery { return alertQuery("load", at) }

// lately is an instant whose newest slots are settled.
func lately() time.Time { return time.Now().Truncate(24 * time.Hour).Add(-12 * time.Hour) }

func TestFigureAThousandEqualQueriesAreOneUpstreamCall(t *testing.T) {
	upstream := startFleet(t, 20)
	h := startHost(t, upstream.URL)
	at := lately()
	for _, round := range []string{"cold", "warm, a step later"} {
		upstream.calls.Store(0)
		answers := make([][]byte, 1000)
		var callers sync.WaitGroup
		for i := range answers {
			callers.Go(func() { answers[i] = arrow(h.query(t.Context(), fromAlert, evaluation(at))) })
		}
		callers.Wait()
		for _, answer := range answers[1:] {
			if string(answer) != string(answers[0]) || len(answer) == 0 {
				t.Fatalf("%s: answers differ; want a thousand equal ones", round)
			}
		}
		within(t, "1,000 equal queries, "+round, float64(upstream.calls.Load()), 1, "calls")
		at = at.Add(5 * time.Minute)
	}
}

// arrow is the bytes of an answer's frames; none if it is an error.
func arrow(response *backend.QueryDataResponse) []byte {
	answer := response.Responses["A"]
	if answer.Error != nil {
		return nil
	}
	parts, err := answer.Frames.MarshalArrow()
	if err != nil {
		return nil
	}
	return slices.Concat(parts...)
}

func TestFigureAWarmQueryOver100SeriesIsQuick(t *testing.T) {
	upstream := startFleet(t, 100)
	h := startHost(t, upstream.URL)
	at := lately()
	h.query(t.Context(), fromAlert, evaluation(at))
	times := make([]float64, 1000)
	before := h.cpu()
	for i := range times {
		if i%5 == 0 { // a rule asks each minute, a step is five
			at = at.Add(5 * time.Minute)
		}
		started := time.Now()
		response := h.query(t.Context(), fromAlert, evaluation(at))
		times[i] = float64(time.Since(started).Microseconds()) / 1000
		if err := response.Responses["A"].Error; err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(times)
	within(t, "warm query over 100 series, median", times[500], 100, "ms")
	within(t, "warm query over 100 series, 99th percentile", times[990], 100, "ms")
	t.Logf("  %.1f ms of processor time each, a day's training among them", (h.cpu() - before).Seconds())
}

var gauge = regexp.MustCompile(`(?m)^go_goroutines (\d+)$`)

// goroutines counts those of the plugin, and its open files.
func (h *host) goroutines() (routines, files int) {
	h.t.Helper()
	response, err := h.diagnostics.CollectMetrics(h.t.Context(), &pluginv2.CollectMetricsRequest{})
	if err != nil {
		h.t.Fatal(err)
	}
	match := gauge.FindSubmatch(response.Metrics.Prometheus)
	if match == nil {
		h.t.Fatal("no go_goroutines among the plugin's metrics")
	}
	routines, _ = strconv.Atoi(string(match[1]))
	open, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", h.client.ReattachConfig().Pid))
	if err != nil {
		h.t.Fatal(err)
	}
	return routines, len(open)
}

func TestFigureTenThousandCancelledQueriesLeaveNothing(t *testing.T) {
	upstream := startFleet(t, 50)
	h := startHost(t, upstream.URL)
	h.query(t.Context(), fromAlert, evaluation(lately()))
	routines, files := h.goroutines()
	random := rand.New(rand.NewPCG(1, 1))
	var callers sync.WaitGroup
	turns := make(chan struct{}, 64)
	for i := range 10_000 {
		turns <- struct{}{}
		after := time.Duration(random.IntN(20_000)) * time.Microsecond
		callers.Go(func() {
			defer func() { <-turns }()
			ctx, cancel := context.WithTimeout(t.Context(), after)
			defer cancel()
			_, _ = h.data.QueryData(ctx, backend.ToProto().QueryDataRequest(&backend.QueryDataRequest{PluginContext: h.context(), Headers: fromAlert,
				Queries: []backend.DataQuery{cold(i)}}))
		})
	}
	callers.Wait()
	var leftRoutines, leftFiles int
	for range 100 { // idle connections to the upstream are closed by its own end, in time
		upstream.CloseClientConnections()
		time.Sleep(100 * time.Millisecond)
		now, open := h.goroutines()
		leftRoutines, leftFiles = now-routines, open-files
		if leftRoutines <= 0 && leftFiles <= 0 {
			break
		}
	}
	within(t, "goroutines left by 10,000 cancelled queries", float64(leftRoutines), 0, "")
	within(t, "descriptors left by 10,000 cancelled queries", float64(leftFiles), 0, "")
}

// cold is a query that nothing is known of.
func cold(i int) backend.DataQuery {
	q := evaluation(lately())
	q.JSON = json.RawMessage(fmt.Sprintf(`{"schemaVersion":1,"upstream":{"query":{"expr":"load %d"}},"output":"alert"}`, i))
	return q
}

func TestFigureTwoReplicasAnswerTheSameBytes(t *testing.T) {
	upstream := startFleet(t, 10)
	at := lately()
	upstream.brokenFrom = at.Add(24 * time.Hour).Unix()
	one, two := startHost(t, upstream.URL), startHost(t, upstream.URL)
	random := rand.New(rand.NewPCG(2, 2))
	different := 0
	for i := range 1000 {
		if i%100 == 99 { // one of them has another past
			two.kill()
			two = startHost(t, upstream.URL)
		}
		if random.IntN(3) == 0 {
			q := evaluation(at)
			q.TimeRange.From = at.Add(-time.Duration(random.IntN(96)) * time.Hour)
			two.query(t.Context(), nil, q)
		}
		a, b := arrow(one.query(t.Context(), fromAlert, evaluation(at))), arrow(two.query(t.Context(), fromAlert, evaluation(at)))
		if len(a) == 0 || string(a) != string(b) {
			different++
		}
		at = at.Add(time.Duration(1+random.IntN(4)) * time.Minute)
	}
	within(t, "different answers of two replicas in 1,000 evaluations", float64(different), 0, "")
}
