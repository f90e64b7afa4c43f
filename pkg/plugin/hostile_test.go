package plugin

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"google.golang.org/protobuf/proto"

	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/work"
	"github.com/tidemark/tidemark/spec"
)

// querySchema is the shape of a query around its spec; no file of the schema's kind holds it.
const querySchema = `{"type":"object","properties":{
	"schemaVersion":{"type":"integer"},"output":{"type":"string"},"expr":{},"viaTidemark":{},"refId":{},"legendFormat":{},
	"spec":{"type":"object"},"upstream":{"type":"object","properties":{"uid":{"type":"string"},
		"query":{"type":"object","properties":{"expr":{"type":"string"},"legendFormat":{"type":"string"}}},
		"filters":{"type":"array","items":{"type":"object","properties":{"key":{"type":"string"},"operator":{"type":"string"},"value":{"type":"string"}}}}}}}}`

// settingsSchema is the shape of jsonData: Tidemark's own fields and those of the SDK's client.
const settingsSchema = `{"type":"object","properties":{"upstream":{"type":"string"},"grafanaUrl":{"type":"string"},"partialData":{"type":"string"},
	"pinned":{"type":"array","items":{"type":"object","properties":{"uid":{"type":"string"},"type":{"type":"string"},"name":{"type":"string"}}}},
	"limits":{"type":"object","properties":{"maxSeries":{"type":"integer"},"maxPoints":{"type":"integer"},"maxOutputPoints":{"type":"integer"},
		"maxCost":{"type":"number"},"maxBodyMiB":{"type":"integer"},"timeoutSeconds":{"type":"integer"},"concurrency":{"type":"integer"},"addresses":{"type":"string"}}},
	"httpHeaderName1":{},"timeout":{},"tlsAuth":{},"tlsAuthWithCACert":{},"tlsSkipVerify":{},"serverName":{},"keepCookies":{},"oauthPassThru":{},
	"sigV4Auth":{},"dialTimeout":{},"httpKeepAlive":{},"httpMaxIdleConns":{},"enableSecureSocksProxy":{},"secureSocksProxyUsername":{}}}`

func parsed(text []byte) map[string]any {
	var schema map[string]any
	if err := json.Unmarshal(text, &schema); err != nil {
		panic(err)
	}
	return schema
}

// hostile asks a data source with one series of two days, small enough for thousands of bodies.
type hostile struct {
	*bench
	bodies, refused int
	status          backend.Status // of the last refusal
}

var codeText = regexp.MustCompile(`\[?([a-z]+/[a-z0-9-]+)\]?`)

func newHostile(t *testing.T) *hostile {
	b := newBench(t, shopSeries{labels: api, value: busyDay, fromMs: noon.Add(-48 * time.Hour).UnixMilli()})
	b.shop.labels = `["a"]`
	h := &hostile{bench: b}
	h.connect(`{"limits":{"maxCost":5e6,"timeoutSeconds":25,"maxPoints":20000}}`)
	return h
}

// query sends one body and holds the answer to be one: frames, or a coded refusal that is no 5xx.
func (h *hostile) query(name string, alert bool, body string) string {
	h.t.Helper()
	h.bodies++
	text := h.answer(name, alert, body)
	if text != "" {
		h.refusal(name, int(h.status), text)
	}
	return text
}

// answer sends one body; the text is that of a refusal.
func (h *hostile) answer(name string, alert bool, body string) string {
	h.t.Helper()
	request := &backend.QueryDataRequest{Headers: map[string]string{"FromAlert": fmt.Sprint(alert)}, Queries: []backend.DataQuery{{
		RefID: "A", TimeRange: backend.TimeRange{From: noon.Add(-time.Hour), To: noon}, JSON: json.RawMessage(body),
	}}}
	response, err := h.datasource.QueryData(h.t.Context(), request)
	if err != nil || len(response.Responses) != 1 {
		h.t.Fatalf("%s: QueryData = %v, %v; want one answer", name, response, err)
	}
	sent, err := backend.ToProto().QueryDataResponse(backend.DataFrameFormat_ARROW, response)
	if err != nil {
		h.t.Fatalf("%s: the answer can't be encoded: %v", name, err)
	}
	if _, err := proto.Marshal(sent); err != nil {
		h.t.Fatalf("%s: the answer can't be sent: %v", name, err)
	}
	answer := response.Responses["A"]
	if answer.Error == nil {
		if answer.Frames == nil {
			h.t.Errorf("%s: neither frames nor an error", name)
		}
		return ""
	}
	h.status = answer.Status
	return answer.Error.Error()
}

// refusal holds a refusal to have a code, to be no 5xx, valid UTF-8, and short.
func (h *hostile) refusal(name string, status int, text string) {
	h.t.Helper()
	h.refused++
	code := codeText.FindString(text)
	if status < 400 || status >= 500 || code == "" || strings.Contains(text, "bug/") {
		h.t.Errorf("%s: %d %.300s; want a coded 4xx", name, status, text)
	}
	if !utf8.ValidString(text) || len(text) > 4096 {
		h.t.Errorf("%s: %d bytes, %.60q…; want at most 4 KiB of valid UTF-8", name, len(text), text)
	}
}

// TestHostileQueries puts each hostile value into each field of the spec and of the query
// around it, and leaves each out.
func TestHostileQueries(t *testing.T) {
	bounded(t)
	h, before := newHostile(t), work.Panics()
	outputs := []query.Output{query.Bands, query.Alert, query.Outliers, query.Forecast, query.Evaluation, query.Importance, query.Explanation}
	around := `{"schemaVersion":1,"upstream":{"query":{"expr":"load"}},"output":%q,"spec":%s}`
	schema := parsed(spec.Schema)
	for i, f := range fieldsOf(schema, nil) {
		for _, value := range slices.Sorted(maps.Keys(hostileValues)) {
			name := fmt.Sprintf("spec.%s = %s", f.name(), value)
			body := fmt.Sprintf(around, outputs[i%len(outputs)], document(schema, f.path, hostileValues[value]))
			text := h.query(name, i%2 == 1 && outputs[i%len(outputs)].ForRules(), body)
			if last := f.path[len(f.path)-1]; f.wants(wrongTypes[value]) && last != "0" && !strings.Contains(text, last) {
				t.Errorf("%s: %q; want a refusal that names the field", name, text)
			}
		}
	}
	for i, f := range fieldsOf(schema, nil) {
		for _, value := range extremesOf(f.schema) {
			h.query(fmt.Sprintf("spec.%s = %s", f.name(), value), false, fmt.Sprintf(around, outputs[i%len(outputs)], document(schema, f.path, value)))
		}
	}
	schema = parsed([]byte(querySchema))
	base := map[string]string{"schemaVersion": `1`, "output": `"alert"`, "spec": `{}`, "upstream": `{"query":{"expr":"load"}}`}
	for _, f := range fieldsOf(schema, nil) {
		for _, value := range slices.Sorted(maps.Keys(hostileValues)) {
			fields := maps.Clone(base)
			fields[f.path[0]] = document(schema["properties"].(map[string]any)[f.path[0]].(map[string]any), f.path[1:], hostileValues[value])
			h.query(fmt.Sprintf("query.%s = %s", f.name(), value), true, objectOf(fields))
		}
		fields := maps.Clone(base)
		delete(fields, f.path[0])
		h.query("without "+f.name(), false, objectOf(fields))
	}
	for _, value := range slices.Sorted(maps.Keys(hostileValues)) {
		h.query("a body of "+value, true, hostileValues[value])
	}
	h.query("no body", true, "")
	t.Logf("%d bodies, %d refused", h.bodies, h.refused)
	if answered := h.bodies - h.refused; h.bodies < 3000 || answered < 300 {
		t.Errorf("%d bodies, %d answered; want at least 3000 and 300, or the engine is never reached", h.bodies, answered)
	}
	if after := work.Panics(); after != before {
		t.Errorf("%d panics were recovered; want a check in place of each", after-before)
	}
}

// TestHostileResources does the same to the editors' resources, and calls what there is none of.
func TestHostileResources(t *testing.T) {
	bounded(t)
	h := newHostile(t)
	schema := parsed([]byte(`{"type":"object","properties":{"series":{"type":"integer"},"query":` + querySchema + `}}`))
	base := map[string]string{"series": `3`, "query": `{"upstream":{"query":{"expr":"load"}}}`}
	call := func(name, method, path, url string, body []byte) {
		t.Helper()
		h.bodies++
		var got []*backend.CallResourceResponse
		err := h.datasource.CallResource(t.Context(), &backend.CallResourceRequest{Method: method, Path: path, URL: url, Body: body},
			backend.CallResourceResponseSenderFunc(func(r *backend.CallResourceResponse) error { got = append(got, r); return nil }))
		if err != nil || len(got) != 1 {
			t.Fatalf("%s: CallResource = %d answers, %v; want one", name, len(got), err)
		}
		if got[0].Status != 200 {
			h.refusal(name, got[0].Status, string(got[0].Body))
		}
	}
	for _, f := range fieldsOf(schema, nil) {
		for _, value := range slices.Sorted(maps.Keys(hostileValues)) {
			fields := maps.Clone(base)
			fields[f.path[0]] = document(schema["properties"].(map[string]any)[f.path[0]].(map[string]any), f.path[1:], hostileValues[value])
			call(fmt.Sprintf("cost of %s = %s", f.name(), value), "POST", "cost", "cost", []byte(objectOf(fields)))
		}
	}
	for _, path := range []string{"cost", "pinned", "labels", "", "/", "..", "../cost", "cost/", "%zz", "%2e%2e", "c\x00st", "\xff", "labels?name=%zz&from=1&to=2", "?", "#", "http://[::1"} {
		for _, method := range []string{"GET", "POST", "PUT", "HEAD", "", "G T", "\xff"} {
			for value, text := range map[string]string{"nothing": "", "null": "null", "a list": "[]", "no UTF-8": "\xff", "too much": strings.Repeat(" ", 1<<20)} {
				call(fmt.Sprintf("%q %q with %s", method, path, value), method, path, path, []byte(text))
			}
			call(fmt.Sprintf("%q %q without a body", method, path), method, path, path, nil)
		}
	}
	for _, name := range []string{"name", "match", "from", "to"} {
		for value, text := range hostileValues {
			asked := url.Values{"name": {"job"}, "match": {"up"}, "from": {"1000"}, "to": {"2000"}}
			asked.Set(name, text)
			call(fmt.Sprintf("labels with %s = %s", name, value), "GET", "labels", "labels?"+asked.Encode(), nil)
		}
	}
	t.Logf("%d bodies, %d refused", h.bodies, h.refused)
}

// TestHostileSettings saves each hostile value as each field of the settings: the instance is
// made, and says what is wrong to queries, to the health check and to the editors.
func TestHostileSettings(t *testing.T) {
	bounded(t)
	h := newHostile(t)
	schema := parsed([]byte(settingsSchema))
	try := func(name, jsonData, wanted string) {
		t.Helper()
		h.connect(jsonData)
		result, err := h.datasource.CheckHealth(t.Context(), &backend.CheckHealthRequest{})
		if err != nil {
			t.Fatalf("%s: CheckHealth = %v; want a result", name, err)
		}
		if result.Status != backend.HealthStatusOk && (!codeText.Match(result.JSONDetails) || !utf8.ValidString(result.Message)) {
			t.Errorf("%s: health says %q with %s; want a code and UTF-8", name, result.Message, result.JSONDetails)
		}
		if wanted != "" && !strings.Contains(result.Message, wanted) {
			t.Errorf("%s: health says %q; want it to name %q", name, result.Message, wanted)
		}
		h.query(name, true, `{"upstream":{"query":{"expr":"load"}},"output":"alert"}`)
		h.datasource.Dispose()
	}
	for _, f := range fieldsOf(schema, nil) {
		for _, value := range slices.Sorted(maps.Keys(hostileValues)) {
			wanted := ""
			if last := f.path[len(f.path)-1]; value != "null" && f.wants(wrongTypes[value]) && last != "0" {
				wanted = last
			}
			try(fmt.Sprintf("settings.%s = %s", f.name(), value), document(schema, f.path, hostileValues[value]), wanted)
		}
	}
	for _, value := range slices.Sorted(maps.Keys(hostileValues)) {
		try("settings of "+value, hostileValues[value], "")
	}
	t.Logf("%d settings, %d refused", h.bodies, h.refused)
}

// TestTextOfTheUpstream holds what labels may hold: bytes that are no UTF-8 are replaced before
// anything else sees them, and a refusal repeats a little of any text.
func TestTextOfTheUpstream(t *testing.T) {
	long := strings.Repeat("x", 5<<20)
	tests := []struct {
		name   string
		labels []string
		code   string // "" is an answer
	}{
		{name: "a value that is no UTF-8", labels: []string{"{\"job\":\"a\xff\"}"}},
		{name: "a name that is no UTF-8", labels: []string{"{\"j\xc3b\":\"a\"}"}},
		{name: "values that become equal", labels: []string{"{\"job\":\"\xff\"}", "{\"job\":\"\xfe\"}"}, code: "frames/duplicate-series"},
		{name: "names that become equal", labels: []string{"{\"\xff\":\"a\",\"\xfe\":\"b\"}"}, code: "upstream/bad-json"},
		{name: "a label given twice", labels: []string{`{"job":"a","job":"b"}`}, code: "upstream/bad-json"},
		{name: "duplicates with 10 MiB of text", labels: []string{`{"job":"` + long + `"}`, `{"job":"` + long + `"}`}, code: "upstream/label-too-long"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var series []shopSeries
			for _, labels := range tt.labels {
				series = append(series, shopSeries{labels: labels, value: busyDay, fromMs: noon.Add(-time.Hour).UnixMilli()})
			}
			h := &hostile{bench: newBench(t, series...)}
			text := h.answer(tt.name, true, `{"upstream":{"query":{"expr":"load"}},"output":"alert"}`)
			if tt.code == "" && text != "" || !strings.Contains(text, tt.code) || len(text) > 4096 || !utf8.ValidString(text) {
				t.Errorf("%d bytes, %.300q; want the code %q in at most 4 KiB", len(text), text, tt.code)
			}
		})
	}
}
