package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/upstream"
)

const token = "glsa_canary"

// inOrg is the context in which Grafana makes an instance.
func inOrg(t *testing.T, org int64) context.Context {
	return backend.WithPluginContext(t.Context(), backend.PluginContext{OrgID: org})
}

func TestHealthSaysWhatIsWrongAndHowToMendIt(t *testing.T) {
	answer := func(status int, contentType, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			w.WriteHeader(status)
			fmt.Fprint(w, body)
		}
	}
	const isJSON = "application/json"
	grafana := `{"upstream":"grafana","grafanaUrl":"%s","pinned":[{"uid":"prom","type":"prometheus","name":"P"}]}`
	tests := []struct {
		name, jsonData, token string
		upstream              http.HandlerFunc
		code                  string // "" is well
		says                  string
	}{
		{name: "Prometheus is well", upstream: answer(200, isJSON, `{"status":"success"}`), says: "answers"},
		{name: "no URL", jsonData: `{}`, code: "settings/bad-url", says: "http://host:port"},
		{name: "401", upstream: answer(401, isJSON, token), code: "upstream/unauthorized", says: "credential"},
		{name: "a login page", upstream: answer(200, "text/html", "<html>"), code: "upstream/not-json", says: "login page"},
		{name: "another API", upstream: answer(200, isJSON, `{"hello":1}`), code: "upstream/not-prometheus", says: "/api/v1/query"},
		{name: "not found", upstream: answer(404, isJSON, `{}`), code: "upstream/status", says: "404"},
		{name: "a redirect", upstream: func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "https://x", 302) }, code: "upstream/redirect", says: "final address"},
		{name: "settings out of range", jsonData: `{"limits":{"timeoutSeconds":99}}`, code: "settings/limit-out-of-range", says: "1 to 25"},
		{name: "Grafana is well", jsonData: grafana, token: token, upstream: answer(200, isJSON, `{"status":"OK","message":"fine"}`), says: "the pinned data source is well"},
		{name: "no token", jsonData: grafana, upstream: answer(200, isJSON, `{}`), code: "settings/no-token", says: "organisation 3"},
		{name: "nothing pinned", jsonData: `{"upstream":"grafana","grafanaUrl":"%s"}`, token: token, upstream: answer(200, isJSON, `{}`), code: "settings/nothing-pinned", says: "at least one"},
		{name: "a token of another organisation", jsonData: grafana, token: token, upstream: answer(404, isJSON, `{"message":"not found"}`), code: "upstream/pin-not-found", says: "organisation 3"},
		{name: "a token refused", jsonData: grafana, token: token, upstream: answer(401, isJSON, `{"message":"`+token+`"}`), code: "upstream/unauthorized", says: "credential"},
		{name: "a token without the right", jsonData: grafana, token: token, upstream: answer(403, isJSON, `{}`), code: "upstream/forbidden", says: "right"},
		{name: "a pinned source that is ill", jsonData: grafana, token: token, upstream: answer(400, isJSON, `{"status":"ERROR","message":"no route for `+token+`"}`), code: "upstream/pin-unhealthy", says: "[redacted]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := backend.DataSourceInstanceSettings{UID: "tidemark", Type: query.OwnType, DecryptedSecureJSONData: map[string]string{}}
			if tt.token != "" {
				s.DecryptedSecureJSONData["token"] = tt.token
			}
			if tt.upstream != nil {
				server := httptest.NewServer(tt.upstream)
				defer server.Close()
				s.URL = server.URL
			}
			s.JSONData = []byte(strings.ReplaceAll(tt.jsonData, "%s", s.URL))
			result, details := checkHealth(t, s)
			if details.Code != tt.code || (result.Status == backend.HealthStatusOk) != (tt.code == "") || !strings.Contains(result.Message, tt.says) {
				t.Errorf("health = %v %q, code %q; want code %q and a message with %q", result.Status, result.Message, details.Code, tt.code, tt.says)
			}
			if strings.Contains(result.Message+string(result.JSONDetails), token) {
				t.Errorf("health %q %s holds the token", result.Message, result.JSONDetails)
			}
		})
	}
}

type healthDetails struct{ Code, VerboseMessage string }

func checkHealth(t *testing.T, s backend.DataSourceInstanceSettings) (*backend.CheckHealthResult, healthDetails) {
	t.Helper()
	instance, err := NewProcess(Sizes{HistoryMiB: 1, ModelMiB: 1, MemoryMiB: 64}).NewDatasource(inOrg(t, 3), s)
	if err != nil {
		t.Fatalf("NewDatasource: %v; want bad settings to be told by the health check", err)
	}
	d := instance.(*Datasource)
	defer d.Dispose()
	result, err := d.CheckHealth(t.Context(), &backend.CheckHealthRequest{})
	if err != nil {
		t.Fatal(err)
	}
	var details healthDetails
	if err := json.Unmarshal(result.JSONDetails, &details); err != nil {
		t.Fatalf("details %s: %v", result.JSONDetails, err)
	}
	return result, details
}

func TestLabelsAreOfTheUpstream(t *testing.T) {
	b := newBench(t)
	b.shop.labels = `["web-1","web-2"]`
	tests := []struct {
		name, settings, url string
		status              int
		says                string
	}{
		{"values of a label", `{}`, "labels?name=instance&match=up&from=1000&to=2000", 200, `["web-1","web-2"]`},
		{"no range", `{}`, "labels?name=instance", 400, "query/bad-range"},
		{"settings that can't be used", `{"upstream":"grafana","grafanaUrl":"http://g","pinned":[{"uid":"p","type":"prometheus","name":"P"}]}`, "labels?from=1000&to=2000", 400, "settings/no-token"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b.connect(tt.settings)
			got := b.resource("GET", tt.url, "")
			if got.Status != tt.status || !strings.Contains(string(got.Body), tt.says) {
				t.Errorf("GET %s = %d %s; want %d with %s", tt.url, got.Status, got.Body, tt.status, tt.says)
			}
		})
	}
	b.connect(`{}`)
	b.datasource.upstream = &upstream.Grafana{}
	if got := b.resource("GET", "labels?from=1000&to=2000", ""); !strings.Contains(string(got.Body), "query/no-labels") {
		t.Errorf("labels of kind grafana = %d %s; want query/no-labels", got.Status, got.Body)
	}
}

func TestResources(t *testing.T) {
	b := newBench(t)
	b.connect(`{"pinned":[{"uid":"prom","type":"prometheus","name":"P"}]}`)
	cost := `{"series":12,"query":{"upstream":{"query":{"expr":"x"}}}}`
	tests := []struct {
		name, method, path, body string
		status                   int
		says                     string
	}{
		{"the pins", "GET", "pinned", "", 200, `"pinned":[{"uid":"prom","type":"prometheus","name":"P"}]`},
		{"the cost of a day's training", "POST", "cost", cost, 200, `"warmPointsPerDay":3456`},
		{"a cost of more series than may be read", "POST", "cost", `{"series":1000000,"query":{"upstream":{"query":{"expr":"x"}}}}`, 400, "query/bad-series"},
		{"a cost of nothing", "POST", "cost", ``, 400, "the body is empty"},
		{"a cost of another type", "POST", "cost", `{"series":"many"}`, 400, "series is string; want a whole number"},
		{"a cost of nonsense", "POST", "cost", `{`, 400, "query/bad-json"},
		{"a cost of a bad spec", "POST", "cost", `{"query":{"upstream":{"query":{"expr":"x"}},"spec":{"grid":{"step":"-1m"}}}}`, 400, "spec/"},
		{"a body too large", "POST", "cost", strings.Repeat(" ", 100<<10), 413, "query/too-large"},
		{"another method", "DELETE", "pinned", "", 405, ""},
		{"another path", "GET", "secrets", "", 404, ""},
		{"a path upwards", "GET", "../pinned", "", 404, ""},
		{"an escaped path upwards", "GET", "%2e%2e/pinned", "", 404, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := b.resource(tt.method, tt.path, tt.body)
			if got.Status != tt.status || !strings.Contains(string(got.Body), tt.says) {
				t.Errorf("%s %s = %v; want %d with %s", tt.method, tt.path, got, tt.status, tt.says)
			}
		})
	}
	if calls := b.shop.calls.Load(); calls != 0 {
		t.Errorf("resources made %d upstream calls; want 0", calls)
	}
}

// resource calls one of the editors' resources as Grafana does.
func (b *bench) resource(method, url, body string) (got *backend.CallResourceResponse) {
	b.t.Helper()
	path, _, _ := strings.Cut(url, "?")
	err := b.datasource.CallResource(b.t.Context(), &backend.CallResourceRequest{Method: method, Path: path, URL: url, Body: []byte(body)},
		backend.CallResourceResponseSenderFunc(func(r *backend.CallResourceResponse) error { got = r; return nil }))
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}
