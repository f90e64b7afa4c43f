package upstream_test

import (
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"go.uber.org/goleak"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/upstream"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// canary is the credential of every test; no text may ever hold it.
const canary = "s3cr3t-c4n4ry"

const good = `{"status":"success","data":{"resultType":"matrix","result":[
	{"metric":{"__name__":"up","job":"a"},"values":[[60,"1"],[120,"NaN"],[180,"+Inf"]]}]}}`

// hostile is an upstream under a test's control; it counts its calls.
type hostile struct {
	*httptest.Server
	calls atomic.Int32
}

func newHostile(t *testing.T, answer http.HandlerFunc) *hostile {
	t.Helper()
	h := &hostile{}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.calls.Add(1)
		answer(w, r)
	}))
	t.Cleanup(h.Close)
	return h
}

func jsonAnswer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// prometheus makes the client under test, with a deadline of one second.
func prometheus(t *testing.T, address string, limits query.Limits) *upstream.Prometheus {
	t.Helper()
	client, err := upstream.NewClient(t.Context(), backend.DataSourceInstanceSettings{
		URL: address, Type: query.OwnType, BasicAuthEnabled: true, BasicAuthUser: "reader", JSONData: []byte(`{}`),
		DecryptedSecureJSONData: map[string]string{"basicAuthPassword": canary},
	}, limits, false)
	if err != nil {
		t.Fatalf("NewClient: %v", err)
	}
	t.Cleanup(client.Close)
	p, err := upstream.NewPrometheus(address, client, limits)
	if err != nil {
		t.Fatalf("NewPrometheus(%q): %v", address, err)
	}
	return p
}

func limitsFor(change func(*query.Limits)) query.Limits {
	limits := query.DefaultLimits()
	if change != nil {
		change(&limits)
	}
	return limits
}

var oneHour = upstream.Range{FromMs: 0, ToMs: 3_600_000, StepMs: 60_000}

func up() query.Upstream { return query.Upstream{Query: json.RawMessage(`{"expr":"up"}`)} }

func TestEveryUpstreamFaultHasItsOwnCode(t *testing.T) {
	tests := []struct {
		name    string
		answer  http.HandlerFunc
		code    string
		calls   int32
		limits  func(*query.Limits)
		timeout time.Duration
	}{
		{name: "500 is tried twice", answer: jsonAnswer(500, `{}`), code: "upstream/status", calls: 2},
		{name: "502 is tried twice", answer: jsonAnswer(502, `{}`), code: "upstream/status", calls: 2},
		{name: "503 is tried twice", answer: jsonAnswer(503, `{}`), code: "upstream/status", calls: 2},
		{name: "401 is final", answer: jsonAnswer(401, canary), code: "upstream/unauthorized", calls: 1},
		{name: "403 is final", answer: jsonAnswer(403, canary), code: "upstream/forbidden", calls: 1},
		{name: "429 without a time is final", answer: jsonAnswer(429, ``), code: "upstream/too-many-requests", calls: 1},
		{name: "429 that asks for an hour is final", answer: retryAfter("3600"), code: "upstream/too-many-requests", calls: 1},
		{name: "429 with a negative time is final", answer: retryAfter("-5"), code: "upstream/too-many-requests", calls: 1},
		{name: "429 with garbage is final", answer: retryAfter("soon"), code: "upstream/too-many-requests", calls: 1},
		{name: "429 with no wait is tried again", answer: retryAfter("0"), code: "upstream/too-many-requests", calls: 2},
		{name: "429 with a past date is tried again", answer: retryAfter("Mon, 02 Jan 2006 15:04:05 GMT"), code: "upstream/too-many-requests", calls: 2},
		{name: "a thousand brackets", answer: jsonAnswer(200, `{"x":`+strings.Repeat("[", 1000)+`}`), code: "upstream/bad-json", calls: 1},
		{name: "a million brackets", answer: jsonAnswer(200, `{"x":`+strings.Repeat("[", 1_000_000)), code: "upstream/bad-json", calls: 1},
		{name: "a million braces", answer: jsonAnswer(200, strings.Repeat(`{"data":`, 1_000_000)), code: "upstream/bad-json", calls: 1},
		{name: "gzip in gzip", answer: twiceZipped, code: "upstream/bad-json", calls: 1},
		{name: "gzip that is none", answer: notZipped, code: "upstream/connection", calls: 1},
		{name: "a reset before the headers", answer: reset, code: "upstream/connection", calls: 1},
		{name: "hung after the headers", answer: hungAfterHeaders, code: "upstream/timeout", calls: 1, timeout: 300 * time.Millisecond},
		{name: "a redirect is not followed", answer: redirect, code: "upstream/redirect", calls: 1},
		{name: "HTML with 200", answer: html, code: "upstream/not-json", calls: 1},
		{name: "no content type", answer: untyped, code: "upstream/not-json", calls: 1},
		{name: "an encoding nobody asked for", answer: encoded, code: "upstream/content-encoding", calls: 1},
		{name: "truncated JSON", answer: jsonAnswer(200, good[:80]), code: "upstream/bad-json", calls: 1},
		{name: "an empty body", answer: jsonAnswer(200, ``), code: "upstream/bad-json", calls: 1},
		{name: "two documents", answer: jsonAnswer(200, good+good), code: "upstream/bad-json", calls: 1},
		{name: "trailing garbage", answer: jsonAnswer(200, good+"]"), code: "upstream/bad-json", calls: 1},
		{name: "a field given twice", answer: jsonAnswer(200, `{"status":"success","status":"error"}`), code: "upstream/bad-json", calls: 1},
		{name: "a byte order mark", answer: jsonAnswer(200, "\ufeff"+good), code: "upstream/bad-json", calls: 1},
		{name: "UTF-16", answer: jsonAnswer(200, "{\x00\"\x00"), code: "upstream/bad-json", calls: 1},
		{name: "a vector for a matrix", answer: jsonAnswer(200, `{"status":"success","data":{"resultType":"vector","result":[]}}`), code: "upstream/bad-json", calls: 1},
		{name: "a point of three", answer: jsonAnswer(200, point(`[60,"1","2"]`)), code: "upstream/bad-json", calls: 1},
		{name: "a value that is no number", answer: jsonAnswer(200, point(`[60,"one"]`)), code: "upstream/bad-json", calls: 1},
		{name: "nesting beyond reason", answer: jsonAnswer(200, `{"x":`+strings.Repeat("[", 20_000)), code: "upstream/bad-json", calls: 1},
		{name: "a refused expression", answer: jsonAnswer(400, `{"status":"error","errorType":"bad_data","error":"parse error"}`), code: "query/bad-expression", calls: 1},
		{name: "100 MiB", answer: endless, code: "upstream/body-too-large", calls: 1, limits: func(l *query.Limits) { l.MaxBodyMiB = 1 }},
		{name: "a gzip bomb", answer: bomb, code: "upstream/body-too-large", calls: 1, limits: func(l *query.Limits) { l.MaxBodyMiB = 1 }},
		{name: "too many series", answer: jsonAnswer(200, manySeries(3)), code: "upstream/too-many-series", calls: 1, limits: func(l *query.Limits) { l.MaxSeries = 2 }},
		{name: "too many points", answer: jsonAnswer(200, good), code: "upstream/too-many-points", calls: 1, limits: func(l *query.Limits) { l.MaxPoints = 2 }},
		{name: "one byte a second", answer: trickle, code: "upstream/timeout", calls: 1, timeout: 300 * time.Millisecond},
		{name: "hung before headers", answer: hang, code: "upstream/timeout", calls: 1, timeout: 300 * time.Millisecond},
		{name: "a connection cut in the body", answer: cut, code: "upstream/connection", calls: 1},
		{name: "a body shorter than promised", answer: short, code: "upstream/connection", calls: 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			server := newHostile(t, tt.answer)
			ctx, cancel := context.WithTimeout(t.Context(), cmp.Or(tt.timeout, 5*time.Second))
			defer cancel()
			result, err := prometheus(t, server.URL, limitsFor(tt.limits)).Read(ctx, up(), oneHour)
			if fault.Code(err) != tt.code || server.calls.Load() != tt.calls {
				t.Errorf("Read = %v series, %q (%v) after %d calls; want %q after %d", len(result.Series), fault.Code(err), err, server.calls.Load(), tt.code, tt.calls)
			}
			checkText(t, err)
		})
	}
}

// checkText holds for every error: from downstream, no secret, no control characters, short.
func checkText(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	if !backend.IsDownstreamError(err) {
		t.Errorf("%v is marked as the plugin's error; want downstream", err)
	}
	if text := err.Error(); strings.Contains(text, canary) || len(text) > 600 || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' }) {
		t.Errorf("error text %q; want no secret, no control character, at most 600 bytes", text)
	}
}

func TestAnEchoedSecretIsRedacted(t *testing.T) {
	server := newHostile(t, jsonAnswer(404, "no route for token "+canary+"\r\n\x1b[31m"))
	_, err := prometheus(t, server.URL, limitsFor(nil)).Read(t.Context(), up(), oneHour)
	checkText(t, err)
	if !strings.Contains(err.Error(), "[redacted]") {
		t.Errorf("error %q; want the echoed secret replaced", err)
	}
}

func TestAMatrixIsReadWithItsMissingValues(t *testing.T) {
	server := newHostile(t, jsonAnswer(200, good))
	result, err := prometheus(t, server.URL, limitsFor(nil)).Read(t.Context(), up(), oneHour)
	if err != nil || len(result.Series) != 1 {
		t.Fatalf("Read = %v, %v; want one series", result, err)
	}
	got := fmt.Sprint(result.Series[0].Name, result.Series[0].TimesMs, result.Series[0].Values)
	if want := `up{job="a"}[60000 120000 180000] [1 NaN +Inf]`; got != want {
		t.Errorf("series = %s; want %s", got, want)
	}
}

func TestNoSeriesIsNoError(t *testing.T) {
	server := newHostile(t, jsonAnswer(200, `{"status":"success","data":{"resultType":"matrix","result":[]}}`))
	result, err := prometheus(t, server.URL, limitsFor(nil)).Read(t.Context(), up(), oneHour)
	if err != nil || len(result.Series) != 0 {
		t.Errorf("Read = %v, %v; want no series and no error", result, err)
	}
}

func TestOnlyAWarningOfTheStoreMakesAnAnswerPartial(t *testing.T) {
	for text, partial := range map[string]bool{
		"PromQL info: metric might not be a counter": false,
		"store gateway unreachable":                  true,
	} {
		body := strings.Replace(good, `"data"`, fmt.Sprintf(`"warnings":[%q],"data"`, text), 1)
		server := newHostile(t, jsonAnswer(200, body))
		result, err := prometheus(t, server.URL, limitsFor(nil)).Read(t.Context(), up(), oneHour)
		if err != nil || result.Partial != partial || len(result.Warnings) != 1 {
			t.Errorf("warning %q: partial %v, warnings %v, %v; want partial %v", text, result.Partial, result.Warnings, err, partial)
		}
	}
}

func retryAfter(value string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", value)
		w.WriteHeader(http.StatusTooManyRequests)
	}
}

func redirect(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "http://169.254.169.254/latest/meta-data", http.StatusTemporaryRedirect)
}

func html(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = io.WriteString(w, "<html><body>Log in "+canary+"\x00</body></html>"+strings.Repeat("x", 10_000))
}

func untyped(w http.ResponseWriter, _ *http.Request) {
	w.Header()["Content-Type"] = nil
	_, _ = io.WriteString(w, good)
}

func encoded(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Encoding", "deflate")
	_, _ = io.WriteString(w, good)
}

func point(p string) string {
	return `{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[` + p + `]}]}}`
}

func manySeries(n int) string {
	series := make([]string, n)
	for i := range series {
		series[i] = fmt.Sprintf(`{"metric":{"i":"%d"},"values":[[60,"1"]]}`, i)
	}
	return `{"status":"success","data":{"resultType":"matrix","result":[` + strings.Join(series, ",") + `]}}`
}

func endless(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	writeMuch(w)
}

func bomb(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Encoding", "gzip")
	zip := gzip.NewWriter(w)
	writeMuch(zip)
	_ = zip.Close()
}

// writeMuch writes 100 MiB of one JSON string, until nobody reads on.
func writeMuch(w io.Writer) {
	_, _ = io.WriteString(w, `{"status":"`)
	block := []byte(strings.Repeat("a", 1<<20))
	for range 100 {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
}

func trickle(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	for _, b := range []byte(good) {
		if _, err := w.Write([]byte{b}); err != nil {
			return
		}
		w.(http.Flusher).Flush()
		select {
		case <-time.After(time.Second):
		case <-r.Context().Done():
			return
		}
	}
}

func twiceZipped(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Encoding", "gzip")
	outer := gzip.NewWriter(w)
	inner := gzip.NewWriter(outer)
	_, _ = io.WriteString(inner, good)
	_ = inner.Close()
	_ = outer.Close()
}

func notZipped(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Encoding", "gzip")
	_, _ = io.WriteString(w, good)
}

func reset(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	connection, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		panic(err)
	}
	_ = connection.(*net.TCPConn).SetLinger(0) // so that Close sends RST
	_ = connection.Close()
}

func hungAfterHeaders(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	w.Header().Set("Content-Type", "application/json")
	w.(http.Flusher).Flush()
	<-r.Context().Done()
}

func hang(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // or the server does not see the client leave
	<-r.Context().Done()
}

func cut(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, good[:40])
	w.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

func short(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", "1000")
	_, _ = io.WriteString(w, good)
}
