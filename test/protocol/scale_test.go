//go:build scale

// The figures that a rule over many series must reach, measured on the built plugin in a
// process of its own. They take minutes: npm run scale.
package protocol_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"google.golang.org/protobuf/proto"
)

// fleet is a Prometheus API over n series of one expression, each a daily cycle with noise.
// Its answers are made of texts laid out before, so that it costs the machine little.
type fleet struct {
	*httptest.Server
	labels       []string
	values       []string
	calls, bytes atomic.Int64
	busy         atomic.Int64 // nanoseconds
}

func startFleet(t *testing.T, n int) *fleet {
	t.Helper()
	f := &fleet{labels: make([]string, n), values: make([]string, 4096)}
	for i := range f.labels {
		f.labels[i] = fmt.Sprintf(`{"metric":{"job":"api","pod":"pod-%05d"},"values":[`, i)
	}
	for i := range f.values {
		f.values[i] = strconv.FormatFloat(load(int64(i)*3600), 'f', 3, 64)
	}
	f.Server = httptest.NewServer(http.HandlerFunc(f.answer))
	t.Cleanup(f.Close)
	return f
}

func (f *fleet) answer(w http.ResponseWriter, r *http.Request) {
	started := time.Now()
	defer func() { f.busy.Add(int64(time.Since(started))) }()
	f.calls.Add(1)
	start, end, step := seconds(r, "start"), seconds(r, "end"), seconds(r, "step")
	var text strings.Builder
	text.WriteString(`{"status":"success","data":{"resultType":"matrix","result":[`)
	for i, labels := range f.labels {
		if i > 0 {
			text.WriteByte(',')
		}
		text.WriteString(labels)
		for at := start; at <= end; at += step {
			if at > start {
				text.WriteByte(',')
			}
			fmt.Fprintf(&text, `[%d,"%s"]`, at, f.values[(at/step+int64(i)*24)%int64(len(f.values))])
		}
		text.WriteString("]}")
	}
	text.WriteString("]}}")
	w.Header().Set("Content-Type", "application/json")
	n, _ := w.Write([]byte(text.String()))
	f.bytes.Add(int64(n))
}

func seconds(r *http.Request, name string) int64 {
	value, _ := strconv.ParseFloat(r.FormValue(name), 64)
	return int64(value)
}

// hourly is a rule over hourly points and 14 days of history: 336 points to learn from.
func hourly(now time.Time) backend.DataQuery {
	return backend.DataQuery{RefID: "A", TimeRange: backend.TimeRange{From: now.Add(-time.Hour), To: now}, JSON: json.RawMessage(
		`{"schemaVersion":1,"upstream":{"query":{"expr":"load"}},"output":"alert","spec":{"grid":{"step":"1h"},"train":{"window":"14d"},"model":{"kind":"linear"}}}`)}
}

var statusLine = regexp.MustCompile(`(?m)^(VmHWM|VmRSS):\s+(\d+) kB$`)

// memory is the plugin's resident memory in MiB, now and at most since resetPeak.
func (h *host) memory() (now, peak int) {
	h.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", h.client.ReattachConfig().Pid))
	if err != nil {
		h.t.Fatal(err)
	}
	for _, match := range statusLine.FindAllStringSubmatch(string(text), -1) {
		kib, _ := strconv.Atoi(match[2])
		if match[1] == "VmHWM" {
			peak = kib >> 10
		} else {
			now = kib >> 10
		}
	}
	return now, peak
}

func (h *host) resetPeak() {
	h.t.Helper()
	if err := os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", h.client.ReattachConfig().Pid), []byte("5"), 0o600); err != nil {
		h.t.Fatal(err)
	}
}

func replyBytes(t *testing.T, response *backend.QueryDataResponse) int {
	t.Helper()
	message, err := backend.ToProto().QueryDataResponse(backend.DataFrameFormat_ARROW, response)
	if err != nil {
		t.Fatal(err)
	}
	return proto.Size(message)
}

// within holds a figure to its bound and prints it either way.
func within(t *testing.T, what string, got, bound float64, unit string) {
	t.Helper()
	t.Logf("%-60s %10.2f %s (at most %g)", what, got, unit, bound)
	if got > bound {
		t.Errorf("%s = %.2f %s; want at most %g", what, got, unit, bound)
	}
}

// cpu is the processor time that the plugin has used so far. Two cores that nothing else uses
// spend it in half the time: that is the time to hold to a bound on a busy machine.
func (h *host) cpu() time.Duration {
	h.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", h.client.ReattachConfig().Pid))
	if err != nil {
		h.t.Fatal(err)
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond // USER_HZ is 100 on every Linux
}

const cores = 2

func TestARuleOver10000Series(t *testing.T) {
	upstream := startFleet(t, 10_000)
	h := startHost(t, upstream.URL)
	now := time.Now().Truncate(24 * time.Hour).Add(-12 * time.Hour)
	// ask repeats as Grafana does (three attempts): what one has learnt, the next need not.
	ask := func(what string, at time.Time, bound float64) *backend.QueryDataResponse {
		h.resetPeak()
		before, calls, busy := h.cpu(), upstream.calls.Load(), upstream.busy.Load()
		started, attempts := time.Now(), 0
		var response *backend.QueryDataResponse
		for attempts = 1; ; attempts++ {
			response = h.query(t.Context(), fromAlert, hourly(at))
			if response.Responses["A"].Error == nil || attempts == 3 {
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
