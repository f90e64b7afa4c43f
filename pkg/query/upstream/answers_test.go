package upstream_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/upstream"
)

// A caller without a deadline of its own is told of the limit too.
func TestASlowAnswerEndsAtTheLimitOfTheSettings(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{"one byte a second": trickle, "hung before the headers": hang, "hung after them": hungAfterHeaders} {
		t.Run(name, func(t *testing.T) {
			server := newHostile(t, answer)
			p := prometheus(t, server.URL, limitsFor(func(l *query.Limits) { l.TimeoutSeconds = 1 }))
			result, err := inTime(t, t.Context(), p)
			if fault.Code(err) != "upstream/timeout" || len(result.Series) > 0 {
				t.Errorf("Read = %v, %v; want upstream/timeout alone", result, err)
			}
		})
	}
}

// inTime reads, and fails a read that would not end.
func inTime(t *testing.T, ctx context.Context, source upstream.Upstream) (result upstream.Result, err error) {
	t.Helper()
	ctx, leave := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		result, err = source.Read(ctx, up(), oneHour)
	}()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Error("no answer after 20 s; want it to end by itself")
	}
	leave()
	<-done
	return result, err
}

// Whoever leaves while an attempt is waited for is let go.
func TestACancelledReadWaitsForNoRetry(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	server := newHostile(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "60")
		w.WriteHeader(http.StatusServiceUnavailable)
		time.AfterFunc(100*time.Millisecond, leave)
	})
	if _, err := inTime(t, ctx, prometheus(t, server.URL, limitsFor(nil))); fault.Code(err) != "upstream/cancelled" {
		t.Errorf("Read = %v; want upstream/cancelled", err)
	}
}

const frameAnswer = `{"results":{"A":{"status":200,"frames":[{"schema":{"meta":{"custom":0},"fields":[{"name":"Time","type":"time","typeInfo":{"frame":"time.Time"}},` +
	`{"name":"Value","type":"number","typeInfo":{"frame":"float64"},"labels":{"job":"a"}}]},"data":{"values":[[60000,120000],[1,2.5]]}}]}}}`

// read puts an answer's text to a reader of Prometheus' or of Grafana's.
func read(t *testing.T, kind, body string) (upstream.Result, error) {
	t.Helper()
	server := newHostile(t, jsonAnswer(200, body))
	if kind == query.KindPrometheus {
		return prometheus(t, server.URL, limitsFor(nil)).Read(t.Context(), up(), oneHour)
	}
	return grafanaOf(t, server.URL, "a").Read(t.Context(), query.Upstream{UID: "a", Query: json.RawMessage(`{}`)}, oneHour)
}

// Each key of an answer, a second time or in another case: a reader that takes the last one, or any
// case, would show other numbers than one that does not.
func TestKeysOfAnotherCaseOrGivenTwiceAreRefused(t *testing.T) {
	for kind, keys := range map[string][]string{
		query.KindPrometheus: {"status", "data", "resultType", "result", "metric", "values", "job"},
		query.KindGrafana:    {"results", "frames", "schema", "fields", "typeInfo", "labels", "data", "values", "job"},
	} {
		body := map[string]string{query.KindPrometheus: good, query.KindGrafana: frameAnswer}[kind]
		if result, err := read(t, kind, body); err != nil || len(result.Series) != 1 {
			t.Fatalf("%s: Read = %v, %v; want one series, or a test that can tell", kind, result, err)
		}
		for _, key := range keys {
			at := strings.Index(body, `"`+key+`":`)
			twice := body[:at] + `"` + key + `":null,` + body[at:]
			if key == "job" || key == "resultType" || key == "status" {
				twice = body[:at] + `"` + key + `":"x",` + body[at:]
			}
			if result, err := read(t, kind, twice); fault.Code(err) == "" {
				t.Errorf("%s: %s given twice: %v; want a refusal", kind, key, result)
			}
			if key == "job" {
				continue // labels differ by case
			}
			other := body[:at] + `"` + strings.ToUpper(key) + `":null,` + body[at:]
			if result, err := read(t, kind, other); fault.Code(err) == "" {
				t.Errorf("%s: %s beside %s: %v; want a refusal", kind, strings.ToUpper(key), key, result)
			}
		}
	}
}

// What nobody reads may nest 64 deep within an answer that is right in all else, and no deeper.
func TestAnAnswerMayNestSoDeepAndNoDeeper(t *testing.T) {
	for _, brackets := range []string{"[]", "{}"} {
		nested := func(depth int) string {
			if brackets == "[]" {
				return strings.Repeat("[", depth) + strings.Repeat("]", depth)
			}
			return strings.Repeat(`{"a":`, depth-1) + "{}" + strings.Repeat("}", depth-1)
		}
		for kind, body := range map[string]string{
			query.KindPrometheus: strings.Replace(good, `{"status"`, `{"extra":%s,"status"`, 1),
			query.KindGrafana:    strings.Replace(frameAnswer, `"custom":0`, `"custom":%s`, 1),
		} {
			for depth, code := range map[int]string{64: "", 65: "upstream/bad-json", 1000: "upstream/bad-json", 9000: "upstream/bad-json"} {
				if kind == query.KindGrafana {
					depth-- // meta, around it, is not read either
				}
				result, err := read(t, kind, fmt.Sprintf(body, nested(depth)))
				if fault.Code(err) != code || (code == "") != (len(result.Series) == 1) {
					t.Errorf("%s, %d of %s: Read = %v, %.200v; want %q", kind, depth, brackets, result, err, code)
				}
			}
		}
	}
}

// What an admin sets for a Prometheus would log in to Grafana as somebody else.
func TestNoHeaderOfAnAdminReachesGrafana(t *testing.T) {
	var sent http.Header
	server := newHostile(t, func(w http.ResponseWriter, r *http.Request) {
		sent = r.Header
		jsonAnswer(200, frameAnswer)(w, r)
	})
	settings := query.Settings{Kind: query.KindGrafana, Limits: query.DefaultLimits(), Pinned: []query.Pinned{{UID: "a", Type: "prometheus"}}}
	client, err := upstream.NewClient(t.Context(), backend.DataSourceInstanceSettings{
		URL: server.URL, Type: query.OwnType, BasicAuthEnabled: true, BasicAuthUser: "admin", JSONData: []byte(`{"httpHeaderName1":"X-WEBAUTH-USER"}`),
		DecryptedSecureJSONData: map[string]string{"httpHeaderValue1": "admin", "basicAuthPassword": canary},
	}, settings.Limits, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	g, err := upstream.NewGrafana(server.URL, client, settings, upstream.Credential{Token: "token", Class: "token"}, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.Read(t.Context(), query.Upstream{UID: "a", Query: json.RawMessage(`{}`)}, oneHour); err != nil {
		t.Fatal(err)
	}
	if sent.Get("X-WEBAUTH-USER") != "" || sent.Get("Authorization") != "Bearer token" {
		t.Errorf("Grafana is sent %v; want the token alone", sent)
	}
}
