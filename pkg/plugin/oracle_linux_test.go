//go:build !race

// The race detector multiplies CPU time and memory, which these tests measure.

package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/spec"
)

const (
	// untilLeaving is what an admitted query computes before its caller leaves.
	untilLeaving = time.Second
	// maxAfter is what the process may compute after that.
	maxAfter = 100 * time.Millisecond
	// maxOfOneQuery is the memory that one query may add to the process, in MiB.
	maxOfOneQuery = 256
)

// extreme is a field of the spec at an end of what it takes, within a document that makes it count.
type extreme struct {
	name     string
	document map[string]any
}

// extremes are the fields of the schema, each at every end that it has: numbers, lengths and lists of the
// schema's own bounds, and each word.
func extremes() []extreme {
	var out []extreme
	schema := parsed(spec.Schema)
	add := func(f field, value string) {
		// A model's parameter counts where the model is of its kind.
		document := parsed([]byte(document(schema, f.path, value)))
		if len(f.path) == 3 && f.path[0] == "model" {
			document["model"].(map[string]any)["kind"] = f.path[1]
		}
		out = append(out, extreme{fmt.Sprintf("%s = %.40s", f.name(), value), document})
	}
	for _, f := range fieldsOf(schema, nil) {
		for _, value := range extremesOf(f.schema) {
			add(f, value)
		}
		if value, ok := longest[f.name()]; ok {
			add(f, value)
		}
	}
	return out
}

// longest are the lists and texts at their bounds.
var longest = map[string]string{
	"train.exclude":               listOf(1000, func(i int) string { return fmt.Sprintf(`{"from":%d,"to":%d}`, 2*i*1000, (2*i+1)*1000) }),
	"features.seasonality":        listOf(8, func(i int) string { return fmt.Sprintf(`{"period":"%dh","harmonics":24}`, 5+i) }),
	"features.holidays.countries": `["AE","AR","AT","AU","BE","BR","CA","CH"]`,
	"features.holidays.ical":      calendarOf(50_000),
	"features.regressors":         listOf(32, func(i int) string { return regressorOf(fmt.Sprint("r", i), 1) }),
	"features.regressors.0.lag":   listOf(8, func(i int) string { return fmt.Sprintf(`"%dm"`, 5*i) }),
	"model.neural.hidden":         `[64,64,64]`,
}

func listOf(n int, item func(int) string) string {
	items := make([]string, n)
	for i := range items {
		items[i] = item(i)
	}
	return "[" + strings.Join(items, ",") + "]"
}

func regressorOf(name string, lags int) string {
	return fmt.Sprintf(`{"name":%q,"query":{"query":{"expr":%q}},"lag":%s}`, name, name, listOf(lags, func(i int) string { return fmt.Sprintf(`"%dm"`, 5*i) }))
}

func calendarOf(bytes int) string {
	text := "BEGIN:VCALENDAR\r\n"
	for i := 0; len(text) < bytes-200; i++ {
		text += fmt.Sprintf("BEGIN:VEVENT\r\nSUMMARY:%d\r\nDTSTART;VALUE=DATE:2025%02d%02d\r\nRRULE:FREQ=YEARLY\r\nEND:VEVENT\r\n", i, 1+i%12, 1+i%28)
	}
	quoted, _ := json.Marshal(text + "END:VCALENDAR\r\n")
	return string(quoted)
}

// both are two documents in one: lists by their elements, else the second's word counts.
func both(a, b any) any {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok {
			return b
		}
		out := maps.Clone(a)
		for name, value := range b {
			if old, ok := out[name]; ok {
				value = both(old, value)
			}
			out[name] = value
		}
		return out
	case []any:
		b, ok := b.([]any)
		if !ok {
			return b
		}
		out := slices.Clone(a)
		for i, value := range b {
			if i < len(out) {
				value = both(out[i], value)
				out[i] = value
				continue
			}
			out = append(out, value)
		}
		return out
	}
	return b
}

// plain is an upstream of one endless series, which costs little itself.
func plain(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	text := []byte(`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"job":"api"},"values":[`)
	start, end, step := formMs(r, "start"), formMs(r, "end"), formMs(r, "step")
	for at := start; at <= end; at += step {
		text = strconv.AppendInt(append(text, '['), at/1000, 10)
		text = strconv.AppendFloat(append(text, `,"`...), 100+float64(at/1000%86_400)/864+float64(at/1000*7919%1009)/100, 'f', 2, 64)
		text = append(text, `"],`...)
		if len(text) > 1<<16 || at+step > end {
			if at+step > end {
				text = append(text[:len(text)-1], `]}]}}`...)
			}
			if _, err := w.Write(text); err != nil || r.Context().Err() != nil {
				return
			}
			text = text[:0]
		}
	}
}

func processCPU() time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// resources is what one query took.
type resources struct {
	cpu, after time.Duration // until it ended or its caller left, and after that
	mib        int           // beyond what there was
	left       bool
	code       string
}

var residentNow = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)

func statusMiB(t *testing.T, line *regexp.Regexp) int {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	kib, _ := strconv.Atoi(string(line.FindSubmatch(status)[1]))
	return kib >> 10
}

// measure puts one query to a process without a past, whose caller leaves once so much was computed.
func measure(t *testing.T, output query.Output, document any) resources {
	text, _ := json.Marshal(document)
	b := newBench(t)
	b.shop.Config.Handler = http.HandlerFunc(plain)
	b.process = newProcessAt(Sizes{HistoryMiB: 128, ModelMiB: 64, MemoryMiB: 1024}, func() time.Time { return noon })
	b.connect(`{}`)
	debug.FreeOSMemory()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0o600); err != nil {
		t.Fatal(err)
	}
	before, from := statusMiB(t, residentNow), processCPU()
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	answer := make(chan backend.DataResponse, 1)
	go func() {
		answer <- b.askContext(ctx, false, fmt.Sprintf(`"output":%q,"spec":%s`, output, text), 6*time.Hour)
	}()
	r := resources{}
	var response backend.DataResponse
	for ended := false; !ended; {
		select {
		case response = <-answer:
			ended = true
			if !r.left {
				r.cpu = processCPU() - from
			}
		case <-time.After(2 * time.Millisecond):
			if r.cpu = processCPU() - from; r.cpu > untilLeaving {
				r.left = true
				leave()
				response, ended = <-answer, true
			}
		}
	}
	for held, _ := b.process.memory.Held(); held > 0; held, _ = b.process.memory.Held() {
		time.Sleep(time.Millisecond)
	}
	r.after, r.code = processCPU()-from-r.cpu, fault.Code(response.Error)
	r.mib = statusMiB(t, peakRSS) - before
	return r
}

func (r resources) check(t *testing.T, name string) {
	t.Helper()
	if r.code == "uncoded" || strings.HasPrefix(r.code, "bug/") || r.mib > maxOfOneQuery || r.left && r.after > maxAfter {
		t.Errorf("%s: %d MiB, %s of CPU, %s after its caller left, %q; want at most %d MiB and %s", name, r.mib, r.cpu, r.after, r.code, maxOfOneQuery, maxAfter)
	}
}

var oracleOutputs = []query.Output{query.Bands, query.Alert, query.Forecast, query.Evaluation, query.Importance, query.Outliers}

// Each field of the schema at each of its ends: one query takes a bounded memory, and stops when its caller
// leaves.
func TestOneQueryOfAnyExtremeIsBounded(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(50)) // as the plugin sets it
	most, left, refused := resources{}, 0, 0
	all := extremes()
	for i, e := range all {
		output := oracleOutputs[i%len(oracleOutputs)]
		r := measure(t, output, e.document)
		r.check(t, fmt.Sprintf("%s of %s", output, e.name))
		most.mib, most.after = max(most.mib, r.mib), max(most.after, r.after)
		if r.left {
			left++
			t.Logf("%s of %s: %+v", output, e.name, r)
		} else if r.code != "" {
			refused++
		}
	}
	t.Logf("%d queries, %d refused, %d left: at most %d MiB, and %s after the caller left", len(all), refused, left, most.mib, most.after)
}
