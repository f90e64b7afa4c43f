//go:build scale

// The figures that a rule over many series must reach, measured on the built plugin in a
// process of its own. They take minutes: npm run scale.
package protocol_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// hourly is a rule over hourly points and 14 days of history: 336 points to learn from.
func hourly(now time.Time) backend.DataQuery {
	return backend.DataQuery{RefID: "A", TimeRange: backend.TimeRange{From: now.Add(-time.Hour), To: now}, JSON: json.RawMessage(
		`{"schemaVersion":1,"upstream":{"query":{"expr":"load"}},"output":"alert","spec":{"grid":{"step":"1h"},"train":{"window":"14d"},"model":{"kind":"linear"}}}`)}
}

func TestFigureARuleOver10000Series(t *testing.T) {
	upstream := startFleet(t, 10_000)
	h := startHost(t, upstream.URL)
	now := time.Now().Truncate(24 * time.Hour).Add(-12 * time.Hour)
	// ask repeats as Grafana does, three attempts an evaluation: what one has learnt, the next need
	// not. On a machine with other work it takes some; the bound is on processor time.
	ask := func(what string, at time.Time, bound float64) *backend.QueryDataResponse {
		h.resetPeak()
		before, calls, busy := h.cpu(), upstream.calls.Load(), upstream.busy.Load()
		started, attempts := time.Now(), 0
		var response *backend.QueryDataResponse
		for attempts = 1; ; attempts++ {
			response = h.query(t.Context(), fromAlert, hourly(at))
			if response.Responses["A"].Error == nil || attempts == 30 {
				break
			}
		}
		took := time.Since(started)
		if err := response.Responses["A"].Error; err != nil || response.Responses["A"].Frames[0].Rows() != 10_000 {
			t.Fatalf("%s: %v; want 10,000 rows", what, err)
		}
		within(t, what+", seconds on two idle cores", (h.cpu()-before).Seconds()/cores, bound, "s")
		t.Logf("  %.1f s on this machine in %d attempts, %d upstream calls of %.1f s in all",
			took.Seconds(), attempts, upstream.calls.Load()-calls, time.Duration(upstream.busy.Load()-busy).Seconds())
		return response
	}
	response := ask("cold: 10,000 × 336 hourly points, linear", now.Add(-2*time.Hour), 15)
	_, peak := h.memory()
	within(t, "cold: resident memory at most", float64(peak), 512, "MiB")
	within(t, "reply", float64(replyBytes(t, response))/(1<<20), 1, "MiB")
	for _, back := range []time.Duration{time.Hour, 0} {
		time.Sleep(10 * time.Second) // rules come a minute apart
		ask("warm, an hour later", now.Add(-back), 5)
		rest, peak := h.memory()
		within(t, "warm: resident memory at most", float64(peak), 256, "MiB")
		t.Logf("  %d MiB at rest", rest)
	}
}
