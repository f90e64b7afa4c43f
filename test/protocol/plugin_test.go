package protocol_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

var fromAlert = map[string]string{"FromAlert": "true"}

func alertQuery(expr string, now time.Time) backend.DataQuery {
	return backend.DataQuery{
		RefID: "A", TimeRange: backend.TimeRange{From: now.Add(-10 * time.Minute), To: now}, Interval: time.Second, MaxDataPoints: 43200,
		JSON: json.RawMessage(fmt.Sprintf(`{"schemaVersion":1,"upstream":{"query":{"expr":%q}},"spec":{},"output":"alert"}`, expr)),
	}
}

// scores reads the one number of each job of an alert answer.
func scores(t *testing.T, response backend.DataResponse) map[string]float64 {
	t.Helper()
	if response.Error != nil || len(response.Frames) != 1 {
		t.Fatalf("answer = %v frames, %v; want one", len(response.Frames), response.Error)
	}
	frame := response.Frames[0]
	job, _ := frame.FieldByName("job")
	score, _ := frame.FieldByName("score")
	if job == nil || score == nil {
		text, _ := json.Marshal(frame)
		t.Fatalf("frame = %s; want columns job and score", text)
	}
	all := map[string]float64{}
	for row := range frame.Rows() {
		if value, ok := score.ConcreteAt(row); ok {
			name, _ := job.ConcreteAt(row)
			all[name.(string)] = value.(float64)
		}
	}
	return all
}

func TestThePluginOverItsProtocol(t *testing.T) {
	now := time.Now()
	if midnight := now.UTC().Truncate(24 * time.Hour); now.Sub(midnight) < 4*time.Hour {
		now = midnight.Add(-time.Minute) // a cut within its four hours would give the young service a model of its own
	}
	url := startPrometheus(t, now)
	h := startHost(t, url)

	t.Run("one of two backfilled services fires", func(t *testing.T) {
		response := h.query(t.Context(), fromAlert, alertQuery("demo_load", now)).Responses["A"]
		got := scores(t, response)
		if len(got) != 2 || got["outage"] <= 1 || got["quiet"] > 1 {
			t.Errorf("scores = %v; want outage above 1 and quiet at most 1", got)
		}
		text, _ := json.Marshal(response.Frames)
		t.Logf("frames: %s", text)
	})
	t.Run("a service of four hours is judged by its siblings' shape", func(t *testing.T) {
		response := h.query(t.Context(), fromAlert, alertQuery("demo_young", now)).Responses["A"]
		got := scores(t, response)
		if text, _ := json.Marshal(response.Frames); len(got) != 3 || got["new"] <= 1 || got["one"] > 1 || !strings.Contains(string(text), "[fit/pooled]") {
			t.Errorf("frames %s; want new above 1, the others at most 1, and the notice fit/pooled", text)
		}
	})
	t.Run("a scraped series is learning, not normal", func(t *testing.T) {
		await(t, "the notice on node_load1", func() bool {
			response := h.query(t.Context(), fromAlert, liveQuery("node_load1", time.Now())).Responses["A"]
			if response.Error != nil || response.Frames[0].Rows() != 0 {
				t.Fatalf("answer = %d rows, %v; want none while learning", response.Frames[0].Rows(), response.Error)
			}
			text, _ := json.Marshal(response.Frames)
			return strings.Contains(string(text), "query/learning")
		})
	})
	t.Run("a refused expression is told with its place", func(t *testing.T) {
		response := h.query(t.Context(), fromAlert, alertQuery("sum(", now)).Responses["A"]
		if response.Error == nil || !strings.Contains(response.Error.Error(), "parse error") || !strings.HasSuffix(response.Error.Error(), "[query/bad-expression]") {
			t.Errorf("error = %v; want Prometheus' own words and [query/bad-expression]", response.Error)
		}
	})
	t.Run("health", func(t *testing.T) {
		if got := h.health(t.Context()); got.Status != backend.HealthStatusOk {
			t.Errorf("health = %v %q; want ok", got.Status, got.Message)
		}
	})
	t.Run("resources", func(t *testing.T) {
		if code, body := h.call(t.Context(), "GET", "pinned", nil); code != 200 || !strings.Contains(body, `"kind":"prometheus"`) {
			t.Errorf("GET pinned = %d %s; want 200 and the kind", code, body)
		}
		if code, _ := h.call(t.Context(), "GET", "../../etc/passwd", nil); code != 404 {
			t.Errorf("GET of another path = %d; want 404", code)
		}
	})
	t.Run("after kill -9 a new process answers the same", func(t *testing.T) {
		before, _ := json.Marshal(h.query(t.Context(), fromAlert, alertQuery("demo_load", now)).Responses["A"].Frames)
		h.kill()
		started := time.Now()
		again := startHost(t, url)
		after, _ := json.Marshal(again.query(t.Context(), fromAlert, alertQuery("demo_load", now)).Responses["A"].Frames)
		if string(before) != string(after) {
			t.Errorf("answers differ after a restart:\n%s\n%s", before, after)
		}
		t.Logf("start to first answer: %s", time.Since(started).Round(time.Millisecond))
	})
}

// liveQuery judges a series at the pace of its scrapes.
func liveQuery(expr string, now time.Time) backend.DataQuery {
	q := alertQuery(expr, now)
	q.JSON = json.RawMessage(fmt.Sprintf(`{"schemaVersion":1,"upstream":{"query":{"expr":%q}},"spec":{"grid":{"step":"1s","delay":"0s"},"train":{"window":"1h"}},"output":"alert"}`, expr))
	return q
}

// canary is a credential that an upstream repeats wherever it can.
const canary = "c4n4ry-p4ssw0rd"

func TestNoSecretLeavesThePlugin(t *testing.T) {
	for _, status := range []int{200, 400, 401, 403, 404, 500} {
		upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, password, _ := r.BasicAuth()
			w.Header().Set("Content-Type", "application/json; charset="+password)
			w.WriteHeader(status)
			fmt.Fprintf(w, `{"status":"error","errorType":%q,"error":%q}`, password, "no route for "+password)
		}))
		h := startHost(t, upstream.URL)
		h.settings.BasicAuthEnabled, h.settings.BasicAuthUser = true, "reader"
		h.settings.DecryptedSecureJSONData = map[string]string{"basicAuthPassword": canary}
		response := h.query(t.Context(), fromAlert, alertQuery("up", time.Now())).Responses["A"]
		health := h.health(t.Context())
		upstream.Close()
		if response.Error == nil || health.Status == backend.HealthStatusOk {
			t.Fatalf("status %d: query error %v, health %v; want both to fail", status, response.Error, health.Status)
		}
		for where, text := range map[string]string{"error": response.Error.Error(), "health": health.Message + string(health.JSONDetails), "log": h.log.String()} {
			if strings.Contains(text, canary) {
				t.Errorf("status %d: the %s holds the password: %s", status, where, text)
			}
		}
	}
}
