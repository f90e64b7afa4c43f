package protocol_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

// witness is an upstream that has no series and remembers what it was sent.
type witness struct {
	*httptest.Server
	mu      sync.Mutex
	headers []http.Header
}

func startWitness(t *testing.T) *witness {
	t.Helper()
	w := &witness{}
	w.Server = httptest.NewServer(http.HandlerFunc(func(reply http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.mu.Lock()
		w.headers = append(w.headers, r.Header)
		w.mu.Unlock()
		reply.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(reply, `{"status":"success","data":{"resultType":"matrix","result":[]}}`)
	}))
	t.Cleanup(w.Close)
	return w
}

// Whatever Grafana or a user puts on a request, the upstream gets the settings' headers alone.
func TestNoHeaderOfARequestReachesTheUpstream(t *testing.T) {
	upstream := startWitness(t)
	h := startHost(t, upstream.URL)
	headers := map[string]string{
		"FromAlert": "true", "Cookie": "grafana_session=" + canary, "Authorization": "Bearer " + canary, "X-ID-Token": canary,
		"http_Cookie": "a=" + canary, "http_Authorization": canary, "http_X-Grafana-Id": canary, "http_X-Grafana-User": "admin",
		"http_X-Rule-Uid": "rule", "http_X-Rule-Name": "rule", "http_X-Forwarded-For": "10.0.0.1", "http_X-Custom": canary, "X-Cache-Skip": "true",
	}
	if response := h.query(t.Context(), headers, alertQuery("up", time.Now())).Responses["A"]; response.Error != nil {
		t.Fatal(response.Error)
	}
	// FromAlert, which the SDK passes on to every upstream, says no more than that a rule asks.
	allowed := []string{"Accept", "Accept-Encoding", "Content-Length", "Content-Type", "User-Agent", "Fromalert"}
	for _, sent := range upstream.headers {
		for name, values := range sent {
			if !slices.Contains(allowed, name) || strings.Contains(fmt.Sprint(values), canary) {
				t.Errorf("the upstream got %s: %v; want only %v", name, values, allowed)
			}
		}
	}
	if len(upstream.headers) == 0 {
		t.Error("the upstream was not asked; want a call whose headers can be looked at")
	}
}

// lines are the entries of the plugin's log; a line that is no entry is an error.
func (h *host) lines() (all []map[string]any) {
	h.t.Helper()
	for line := range strings.SplitSeq(h.log.String(), "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		var entry map[string]any
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			h.t.Errorf("log line %q is no JSON: %v", line, err)
		}
		all = append(all, entry)
	}
	return all
}

func TestALogEntryCannotBeForged(t *testing.T) {
	forged := "boom\n{\"@level\":\"error\",\"@message\":\"forged\"}\n"
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]string{"status": "error", "errorType": "bad_data", "error": forged})
	}))
	defer upstream.Close()
	h := startHost(t, upstream.URL)
	q := alertQuery(forged, time.Now())
	q.RefID = forged
	if response := h.query(t.Context(), fromAlert, q).Responses[forged]; response.Error == nil {
		t.Fatal("no error; want one, so that there is something to log")
	}
	for _, entry := range h.lines() {
		if entry["@message"] == "forged" {
			t.Errorf("log has the entry %v; want none that a query or an upstream wrote", entry)
		}
	}
}

func TestEveryChangeOfThePinsIsLogged(t *testing.T) {
	h := startHost(t, "")
	audits := func() (found []string) {
		for _, entry := range h.lines() {
			if entry["@message"] == "Upstreams that may be read" {
				found = append(found, fmt.Sprint(entry["pinned"]))
			}
		}
		return found
	}
	save := func(pins string) {
		h.settings.JSONData = []byte(`{"upstream":"grafana","grafanaUrl":"http://127.0.0.1:1","pinned":[` + pins + `]}`)
		h.settings.DecryptedSecureJSONData = map[string]string{"token": canary}
		h.settings.Updated = h.settings.Updated.Add(time.Second)
		h.call(t.Context(), "GET", "pinned", nil)
	}
	const one, two = `{"uid":"first","type":"prometheus","name":"P"}`, `{"uid":"second","type":"loki","name":"L"}`
	for _, pins := range []string{one, one, one + "," + two, two} { // the second save changes no pin
		save(pins)
	}
	await(t, "the audit lines", func() bool { return len(audits()) >= 3 })
	got := audits()
	if len(got) != 3 || got[0] != "[first]" || got[1] != "[first second]" || got[2] != "[second]" {
		t.Errorf("audit lines tell of %v; want one for each change: [first], [first second], [second]", got)
	}
	if strings.Contains(h.log.String(), canary) {
		t.Error("the log holds the token")
	}
}

func TestMetricsAreOffered(t *testing.T) {
	upstream := startWitness(t)
	h := startHost(t, upstream.URL)
	h.query(t.Context(), fromAlert, alertQuery("up", time.Now()), backend.DataQuery{RefID: "B", JSON: []byte(`{`)})
	response, err := h.diagnostics.CollectMetrics(t.Context(), &pluginv2.CollectMetricsRequest{})
	if err != nil {
		t.Fatal(err)
	}
	text := string(response.Metrics.Prometheus)
	for _, want := range []string{
		`tidemark_query_seconds_count{alert="true",code=""} 1`, `tidemark_query_seconds_count{alert="true",code="query/bad-json"} 1`,
		`tidemark_upstream_call_seconds_count{status="200"}`, "tidemark_upstream_points_total", `tidemark_history_lookups_total{result="miss"} 1`,
		"tidemark_series_total", "tidemark_train_seconds_count", "tidemark_analyse_seconds_total", "tidemark_model_bytes", "tidemark_history_bytes",
		`tidemark_verdict_lookups_total{result="miss"}`, "go_goroutines",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
	for _, family := range strings.Split(text, "\n") {
		if strings.HasPrefix(family, "tidemark_") && strings.Contains(family, "up\"") {
			t.Errorf("metric %s holds a word that a user chose", family)
		}
	}
}

// secrets are planted in every place that may hold one; see TestNoSecretLeavesThePlugin for
// what an upstream may do with them.
func TestPlantedSecretsStayWithinThePlugin(t *testing.T) {
	secrets := map[string]string{}
	for _, name := range []string{"basicAuthPassword", "httpHeaderValue1", "httpHeaderValue2", "tlsClientKey", "tlsClientCert", "tlsCACert", "token"} {
		secrets[name] = "c4n4ry-" + name
	}
	planted := maps.Clone(secrets)
	planted["the password as it is sent"] = base64.StdEncoding.EncodeToString([]byte("reader:" + secrets["basicAuthPassword"]))
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, _ := json.Marshal(fmt.Sprint(r.Header))
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"status":"success","warnings":[%s],"data":{"resultType":"matrix","result":[{"metric":{"a":"b"},"values":[[%d,"1"]]}]}}`, text, time.Now().Add(-5*time.Minute).Unix()/300*300)
	}))
	defer echo.Close()
	for _, jsonData := range []string{
		`{"upstream":"prometheus","httpHeaderName1":"X-One","httpHeaderName2":"X-Two"}`,
		`{"upstream":"prometheus","tlsAuth":true,"tlsAuthWithCACert":true}`, // the keys are none: the client can't be made
		`{"upstream":"grafana","grafanaUrl":"` + echo.URL + `","pinned":[{"uid":"p","type":"prometheus","name":"P"}]}`,
		`{"upstream":"prometheus","limits":"c4n4ry-limits"}`,
	} {
		h := startHost(t, echo.URL)
		h.settings.JSONData, h.settings.DecryptedSecureJSONData = []byte(jsonData), secrets
		h.settings.BasicAuthEnabled, h.settings.BasicAuthUser = true, "reader"
		var said strings.Builder
		for _, headers := range []map[string]string{nil, fromAlert} {
			response := h.query(t.Context(), headers, alertQuery("up", time.Now())).Responses["A"]
			text, _ := json.Marshal(response.Frames)
			fmt.Fprintln(&said, string(text), response.Error)
		}
		health := h.health(t.Context())
		_, pinned := h.call(t.Context(), "GET", "pinned", nil)
		metrics, err := h.diagnostics.CollectMetrics(t.Context(), &pluginv2.CollectMetricsRequest{})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&said, health.Message, string(health.JSONDetails), pinned, string(metrics.Metrics.Prometheus), h.log.String())
		for name, secret := range planted {
			if at := strings.Index(said.String(), secret); at >= 0 {
				t.Errorf("settings %s: %s is in what the plugin says: …%s…", jsonData, name, said.String()[max(0, at-80):at])
			}
		}
	}
}
