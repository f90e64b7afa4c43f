//go:build scale

package protocol_test

import (
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// fleet is a Prometheus API over n series of one expression, each a daily cycle with noise.
// Its answers are made of texts laid out before, so that it costs the machine little.
type fleet struct {
	*httptest.Server
	labels       []string
	values       []string // of three weeks, one every five minutes
	brokenFrom   int64    // from this second on, the first series is at a hundredth
	calls, bytes atomic.Int64
	busy         atomic.Int64 // nanoseconds
}

func startFleet(t *testing.T, n int) *fleet {
	t.Helper()
	f := &fleet{labels: make([]string, n), values: make([]string, 21*288), brokenFrom: math.MaxInt64}
	for i := range f.labels {
		f.labels[i] = fmt.Sprintf(`{"metric":{"job":"job-%05d"},"values":[`, i)
	}
	for i := range f.values {
		f.values[i] = strconv.FormatFloat(load(int64(i)*300), 'f', 3, 64)
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
			value := f.values[(at/300+int64(i)*12)%int64(len(f.values))]
			if i == 0 && at >= f.brokenFrom {
				value = "1"
			}
			fmt.Fprintf(&text, `[%d,"%s"]`, at, value)
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
