package upstream_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/upstream"
	"github.com/tidemark/tidemark/pkg/query/work"
)

// hanging answers "up" and keeps every other question until it is let go.
func hanging(t *testing.T) (server *hostile, waiting chan struct{}) {
	t.Helper()
	waiting = make(chan struct{}, 1000)
	let := make(chan struct{})
	server = newHostile(t, func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("query") != "up" {
			waiting <- struct{}{}
			select {
			case <-let:
			case <-r.Context().Done():
			}
		}
		jsonAnswer(200, good)(w, r)
	})
	t.Cleanup(func() { close(let) })
	return server, waiting
}

func asks(ctx context.Context, user string, rule bool) context.Context {
	return work.WithTicket(ctx, work.Holder{Org: 1, Source: "a", User: user}, rule)
}

// A user's panels hang, a hundred of them: another user is answered. Then theirs hang too, and no place
// is left to panels: a rule is answered.
func TestHungPanelsDelayNoRuleAndNoOtherUser(t *testing.T) {
	server, waiting := hanging(t)
	p := prometheus(t, server.URL, limitsFor(nil))
	ctx, cancel := context.WithCancel(t.Context())
	var panels sync.WaitGroup
	defer panels.Wait()
	defer cancel()
	hang := func(user string, calls int) {
		for range 100 {
			panels.Go(func() {
				_, _ = p.Read(asks(ctx, user, false), query.Upstream{Query: json.RawMessage(`{"expr":"hung"}`)}, oneHour)
			})
		}
		for range calls {
			<-waiting
		}
	}
	answers := func(who string, asker context.Context) {
		ctx, cancel := context.WithTimeout(asker, 10*time.Second)
		defer cancel()
		if _, err := p.Read(ctx, up(), oneHour); err != nil {
			t.Errorf("%s: Read = %v while panels hang; want an answer", who, err)
		}
	}
	hang("x", query.DefaultLimits().Concurrency-1)
	answers("another user", asks(t.Context(), "y", false))
	hang("y", 1)
	answers("a rule", asks(t.Context(), "", true))
}

// One of two sources behind the same Grafana is overloaded.
func TestAnOverloadedSourceClosesItselfAlone(t *testing.T) {
	for _, status := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
		server := newHostile(t, func(w http.ResponseWriter, r *http.Request) {
			var body struct {
				Queries []struct{ Datasource struct{ UID string } }
			}
			_ = json.NewDecoder(r.Body).Decode(&body)
			if body.Queries[0].Datasource.UID == "ill" {
				w.Header().Set("Retry-After", "3600")
				w.WriteHeader(status)
				return
			}
			jsonAnswer(200, grafanaAnswer)(w, r)
		})
		g := grafanaOf(t, server.URL, "ill", "well")
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		read := func(uid string) error {
			_, err := g.Read(ctx, query.Upstream{UID: uid, Query: json.RawMessage(`{"expr":"up"}`)}, oneHour)
			return err
		}
		if err := read("ill"); err == nil {
			t.Fatalf("%d: the overloaded source answers", status)
		}
		calls := server.calls.Load()
		if err := read("ill"); fault.Code(err) != "upstream/too-many-requests" || server.calls.Load() != calls {
			t.Errorf("%d: the overloaded source is asked again (%v); want upstream/too-many-requests without a call", status, err)
		}
		if err := read("well"); err != nil {
			t.Errorf("%d: the other source = %v; want it untouched", status, err)
		}
	}
}

func grafanaOf(t *testing.T, address string, uids ...string) *upstream.Grafana {
	t.Helper()
	settings := query.Settings{Kind: query.KindGrafana, Limits: query.DefaultLimits()}
	for _, uid := range uids {
		settings.Pinned = append(settings.Pinned, query.Pinned{UID: uid, Type: "prometheus"})
	}
	client, err := upstream.NewClient(t.Context(), backend.DataSourceInstanceSettings{URL: address, Type: query.OwnType, JSONData: []byte(`{}`)}, settings.Limits, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	g, err := upstream.NewGrafana(address, client, settings, upstream.Credential{Token: "token", Class: "token"}, 1)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// Texts have bounds of their own, which are told with an example that is short itself.
func TestTextsOfSeriesAreBounded(t *testing.T) {
	matrix := func(metrics ...map[string]string) string {
		var series []string
		for _, m := range metrics {
			labels, _ := json.Marshal(m)
			series = append(series, fmt.Sprintf(`{"metric":%s,"values":[[60,"1"]]}`, labels))
		}
		return `{"status":"success","data":{"resultType":"matrix","result":[` + strings.Join(series, ",") + `]}}`
	}
	many := map[string]string{}
	for i := range 200 {
		many[fmt.Sprint("l", i)] = "v"
	}
	var wide []map[string]string
	for i := range 3000 {
		wide = append(wide, map[string]string{"i": fmt.Sprint(i), "x": strings.Repeat("x", 15<<10)})
	}
	tests := []struct{ name, body, legend, code string }{
		{"as much as is sound", matrix(map[string]string{"x": strings.Repeat("x", 10<<10)}), "", ""},
		{"a value of 4 MiB, as nested label_join makes it", matrix(map[string]string{"x": strings.Repeat("x", 4<<20)}), "", "upstream/label-too-long"},
		{"a name of 1 MiB", matrix(map[string]string{strings.Repeat("x", 1<<20): "x"}), "", "upstream/label-too-long"},
		{"200 labels", matrix(many), "", "upstream/too-many-labels"},
		{"45 MiB in all", matrix(wide...), "", "upstream/too-much-text"},
		{"a legend that repeats a label", matrix(map[string]string{"x": strings.Repeat("x", 10<<10)}), strings.Repeat("{{x}}", 1000), "upstream/name-too-long"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			server := newHostile(t, jsonAnswer(200, tt.body))
			model, _ := json.Marshal(map[string]string{"expr": "up", "legendFormat": tt.legend})
			_, err := prometheus(t, server.URL, limitsFor(nil)).Read(t.Context(), query.Upstream{Query: model}, oneHour)
			if fault.Code(err) != tt.code {
				t.Fatalf("Read = %.300v; want %q", err, tt.code)
			}
			if err != nil && len(err.Error()) > 500 {
				t.Errorf("the message has %d bytes; want at most 500", len(err.Error()))
			}
		})
	}
}
