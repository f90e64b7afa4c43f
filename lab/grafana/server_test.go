package grafana_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/tidemark/tidemark/lab/demo"
	"github.com/tidemark/tidemark/lab/grafana"
	"github.com/tidemark/tidemark/lab/host"
	"github.com/tidemark/tidemark/lab/prometheus"
)

const token = "glsa_lab"

// One lab serves all tests: its data take seconds to load.
var shared struct {
	web *httptest.Server
	err error
}

func TestMain(m *testing.M) {
	var stop func()
	shared.web, stop, shared.err = start()
	code := m.Run()
	stop()
	os.Exit(code)
}

func lab(t *testing.T) *httptest.Server {
	t.Helper()
	if shared.err != nil {
		t.Fatalf("%v; run npm run build first", shared.err)
	}
	return shared.web
}

// start is the whole lab without its page: the built binary, the live metrics and the shop.
func start() (*httptest.Server, func(), error) {
	shop, err := demo.Shop()
	if err != nil {
		return nil, func() {}, err
	}
	store, err := prometheus.Open(shop.Series(), demo.LiveHistory(time.Now()))
	if err != nil {
		return nil, func() {}, err
	}
	plugin, err := host.Start(host.BinaryPath("../../dist", "gpx_tidemark"))
	if err != nil {
		return nil, func() {}, err
	}
	web := httptest.NewUnstartedServer(nil)
	web.Config.Handler = grafana.New(grafana.Options{
		BaseURL: "http://" + web.Listener.Addr().String(), Token: token, Dist: "../../dist", Page: "../page",
		Plugin: plugin, Store: store, Sets: append(demo.LiveSets(), shop),
	}).Handler()
	web.Start()
	return web, func() {
		web.Close()
		_ = plugin.Close()
	}, nil
}

func post(t *testing.T, url, bearer string, header http.Header, body any) (int, []byte) {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range header {
		request.Header[name] = values
	}
	if bearer != "" {
		request.Header.Set("Authorization", "Bearer "+bearer)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, answer
}

func query(uid, refID string, more map[string]any) map[string]any {
	out := map[string]any{"refId": refID, "datasource": map[string]string{"uid": uid}, "intervalMs": 60_000, "maxDataPoints": 1440}
	for name, value := range more {
		out[name] = value
	}
	return out
}

func ask(t *testing.T, web *httptest.Server, from, to string, queries ...map[string]any) (int, *backend.QueryDataResponse) {
	t.Helper()
	status, body := post(t, web.URL+"/api/ds/query", "", nil, map[string]any{"from": from, "to": to, "queries": queries})
	var answer backend.QueryDataResponse
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatalf("POST /api/ds/query = %d %.300s", status, body)
	}
	return status, &answer
}

func TestThePrometheusSourceChoosesItsStepAsGrafana(t *testing.T) {
	web := lab(t)
	tests := []struct {
		from string
		mdp  int
		step float64
	}{{"now-7d", 1440, 300_000}, {"now-6h", 360, 60_000}, {"now-1h", 10_000, 60_000}}
	for _, tt := range tests {
		t.Run(tt.from, func(t *testing.T) {
			q := query("prometheus", "A", map[string]any{"expr": "checkout_requests_per_second", "range": true, "maxDataPoints": tt.mdp})
			status, answer := ask(t, web, tt.from, "now", q)
			if status != http.StatusOK || len(answer.Responses["A"].Frames) != 1 {
				t.Fatalf("status %d, %+v; want 200 and one frame", status, answer.Responses["A"])
			}
			if got := answer.Responses["A"].Frames[0].Fields[0].Config.Interval; got != tt.step {
				t.Errorf("step = %v ms; want %v", got, tt.step)
			}
		})
	}
}

func TestStatusCodesAreGrafanas(t *testing.T) {
	web := lab(t)
	good, bad := map[string]any{"expr": "vector(1)"}, map[string]any{"expr": "rate("}
	tests := []struct {
		name    string
		token   string
		queries []map[string]any
		status  int
	}{
		{"one refId is wrong", "", []map[string]any{query("prometheus", "A", good), query("prometheus", "B", bad)}, http.StatusBadRequest},
		{"no such data source", "", []map[string]any{query("nowhere", "A", good)}, http.StatusNotFound},
		{"no queries", "", nil, http.StatusBadRequest},
		{"a wrong token", "wrong", []map[string]any{query("prometheus", "A", good)}, http.StatusUnauthorized},
		{"the right token", token, []map[string]any{query("prometheus", "A", good)}, http.StatusOK},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body := map[string]any{"from": "now-1h", "to": "now", "queries": tt.queries}
			if status, answer := post(t, web.URL+"/api/ds/query", tt.token, nil, body); status != tt.status {
				t.Errorf("status = %d %.200s; want %d", status, answer, tt.status)
			}
		})
	}
}

func TestAQueryMayHaveARangeOfItsOwn(t *testing.T) {
	web := lab(t)
	q := query("prometheus", "A", map[string]any{"expr": "checkout_requests_per_second", "range": true,
		"timeRange": map[string]string{"from": "now-2h", "to": "now-1h"}})
	body := map[string]any{"from": "now-5m", "to": "now", "queries": []any{q}}
	for header, points := range map[string]int{"true": 61, "": 6} {
		_, text := post(t, web.URL+"/api/ds/query", "", http.Header{"X-Query-V2": {header}}, body)
		var answer backend.QueryDataResponse
		if err := json.Unmarshal(text, &answer); err != nil {
			t.Fatal(err)
		}
		if got := answer.Responses["A"].Frames[0].Rows(); got != points {
			t.Errorf("X-Query-V2 %q: %d points; want %d", header, got, points)
		}
	}
}

func tidemark(uid, output, expr string) map[string]any {
	upstream := map[string]any{"query": map[string]any{"refId": "A", "expr": expr, "range": true}}
	if uid == "tidemark-grafana" {
		upstream["uid"] = "prometheus"
	}
	return query(uid, "A", map[string]any{"schemaVersion": 1, "upstream": upstream, "spec": map[string]any{}, "output": output})
}

func TestBothUpstreamsGiveTheSameBands(t *testing.T) {
	web := lab(t)
	to := time.Now().Add(-time.Hour).Truncate(time.Hour)
	span := []string{fmt.Sprint(to.Add(-2 * time.Hour).UnixMilli()), fmt.Sprint(to.UnixMilli())}
	var texts []string
	for _, uid := range []string{"tidemark", "tidemark-grafana"} {
		status, answer := ask(t, web, span[0], span[1], tidemark(uid, "bands", "checkout_requests_per_second"))
		one := answer.Responses["A"]
		if status != http.StatusOK || len(one.Frames) != 1 || one.Frames[0].Rows() < 20 {
			t.Fatalf("%s: status %d, error %v, %d frames; want one frame of two hours", uid, status, one.Error, len(one.Frames))
		}
		text, err := json.Marshal(numbers(one))
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	if texts[0] != texts[1] {
		t.Errorf("the two upstreams differ:\n%.600s\n%.600s", texts[0], texts[1])
	}
}

func numbers(one backend.DataResponse) map[string][]any {
	out := map[string][]any{}
	for _, field := range one.Frames[0].Fields[1:] {
		for i := range field.Len() {
			value, _ := field.ConcreteAt(i)
			out[field.Name] = append(out[field.Name], value)
		}
	}
	return out
}

func TestTheAlertFiresInAnIncidentAndOnlyThen(t *testing.T) {
	web := lab(t)
	for expr, firing := range map[string]bool{"payment_latency_seconds": true, "checkout_requests_per_second": false} {
		t.Run(expr, func(t *testing.T) {
			_, answer := ask(t, web, "now-10m", "now", tidemark("tidemark", "alert", expr))
			one := answer.Responses["A"]
			if one.Error != nil || len(one.Frames) != 1 {
				t.Fatalf("error %v, %d frames; want one", one.Error, len(one.Frames))
			}
			for _, field := range one.Frames[0].Fields {
				if field.Type().Numeric() {
					score, err := field.FloatAt(0)
					if err != nil || (score > 1) != firing {
						t.Errorf("score = %v, %v; firing should be %v", score, err, firing)
					}
					return
				}
			}
			t.Error("the frame has no number")
		})
	}
}

func TestACSVIsTakenOrRefusedWithACode(t *testing.T) {
	web := lab(t)
	tests := []struct {
		name, text, code string
		status           int
	}{
		{"good.csv", "timestamp,value\n2026-01-01,1\n2026-01-02,2\n", "", http.StatusOK},
		{"bad.csv", "timestamp,value\n2026-01-01,high\n", "csv/value-not-a-number", http.StatusBadRequest},
		{"../../etc/passwd", "root:x:0:0\n", "csv/no-rows", http.StatusBadRequest},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			response, err := http.Post(web.URL+"/lab/csv?name="+tt.name, "text/csv", bytes.NewBufferString(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = response.Body.Close() }()
			var body struct{ Code, ID string }
			if err := json.NewDecoder(response.Body).Decode(&body); err != nil || response.StatusCode != tt.status || body.Code != tt.code {
				t.Errorf("POST /lab/csv = %d %+v, %v; want %d %q", response.StatusCode, body, err, tt.status, tt.code)
			}
		})
	}
}

func TestADroppedCSVIsQueriedByTheDataSource(t *testing.T) {
	web := lab(t)
	response, err := http.Post(web.URL+"/lab/csv?name=mine.csv", "text/csv", bytes.NewBufferString("time,value\n2026-01-01,1\n2026-01-02,2\n"))
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	_, answer := ask(t, web, "1767225600000", "1767312000000",
		query("rows", "A", map[string]any{"set": "csv-mine"}),
		query("prometheus", "B", map[string]any{"expr": "csv_mine", "range": true, "interval": "1d", "intervalMs": 86_400_000}))
	for refID, points := range map[string]int{"A": 2, "B": 2} {
		if one := answer.Responses[refID]; len(one.Frames) != 1 || one.Frames[0].Rows() != points {
			t.Errorf("%s = %+v; want one frame of %d points", refID, one, points)
		}
	}
}

func TestPluginFilesAreServedWithoutTheBinary(t *testing.T) {
	web := lab(t)
	for path, status := range map[string]int{
		"tidemark-baseline-panel/plugin.json": http.StatusOK, "tidemark-baseline-datasource/plugin.json": http.StatusOK,
		"tidemark-baseline-datasource/gpx_tidemark_linux_amd64": http.StatusNotFound, "other/plugin.json": http.StatusNotFound,
		"tidemark-baseline-panel/..%2f..%2fgo.mod": http.StatusBadRequest,
	} {
		response, err := http.Get(web.URL + "/public/plugins/" + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != status {
			t.Errorf("GET %s = %d; want %d", path, response.StatusCode, status)
		}
	}
}
