package query_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
)

func TestParse(t *testing.T) {
	tests := []struct {
		name, raw, code string
		uid, upstream   string
		output          query.Output
	}{
		{name: "this version", raw: `{"schemaVersion":1,"upstream":{"uid":"p","query":{"expr":"up"}},"spec":{},"output":"alert"}`,
			uid: "p", upstream: `{"expr":"up"}`, output: query.Alert},
		{name: "output defaults to bands", raw: `{"schemaVersion":1,"upstream":{"query":{"expr":"up"}}}`, upstream: `{"expr":"up"}`, output: query.Bands},
		{name: "Grafana's own fields are ignored", raw: `{"schemaVersion":1,"refId":"A","hide":true,"intervalMs":1000,"maxDataPoints":43200,"datasource":{"uid":"x"},"upstream":{"query":{"expr":"up"}}}`,
			upstream: `{"expr":"up"}`, output: query.Bands},
		{name: "version 0 with its full form", raw: `{"upstream":{"query":{"expr":"up"}}}`, upstream: `{"expr":"up"}`, output: query.Bands},
		{name: "version 0 with the short form", raw: `{"expr":"up","legendFormat":"{{job}}"}`, upstream: `{"expr":"up","legendFormat":"{{job}}"}`, output: query.Bands},
		{name: "a version from the future", raw: `{"schemaVersion":2}`, code: "query/newer-version"},
		{name: "a version that is text", raw: `{"schemaVersion":"1"}`, code: "query/bad-json"},
		{name: "a negative version", raw: `{"schemaVersion":-1}`, code: "query/bad-json"},
		{name: "no JSON", raw: `{`, code: "query/bad-json"},
		{name: "an empty text", raw: ``, code: "query/bad-json"},
		{name: "null", raw: `null`, code: "query/bad-json"},
		{name: "an array", raw: `[]`, code: "query/bad-json"},
		{name: "an unknown output", raw: `{"schemaVersion":1,"upstream":{"query":{}},"output":"everything"}`, code: "query/unknown-output"},
		{name: "no upstream query", raw: `{"schemaVersion":1}`, code: "query/no-upstream-query"},
		{name: "an upstream query that is text", raw: `{"schemaVersion":1,"upstream":{"query":"up"}}`, code: "query/no-upstream-query"},
		{name: "ad-hoc filters that nobody has applied", raw: `{"schemaVersion":1,"upstream":{"query":{"expr":"up"},"filters":[{"key":"job","operator":"<","value":"5"}]}}`, code: "query/filters-left"},
		{name: "no ad-hoc filters", raw: `{"schemaVersion":1,"upstream":{"query":{"expr":"up"},"filters":[]}}`, upstream: `{"expr":"up"}`, output: query.Bands},
		{name: "an upstream that is text", raw: `{"schemaVersion":1,"upstream":"p"}`, code: "query/bad-json"},
		{name: "a query that another Tidemark sent", raw: `{"schemaVersion":1,"upstream":{"query":{"expr":"up"}},"viaTidemark":true}`, code: "query/recursion"},
		{name: "a key of JavaScript's prototypes", raw: `{"schemaVersion":1,"__proto__":{"output":"alert"},"upstream":{"query":{"expr":"up"}}}`, upstream: `{"expr":"up"}`, output: query.Bands},
		{name: "nested too deep", raw: `{"upstream":{"query":` + strings.Repeat(`{"a":`, 20) + `1` + strings.Repeat(`}`, 20) + `}}`, code: "query/too-deep"},
		{name: "bytes that are no UTF-8", raw: "{\"upstream\":{\"query\":{\"expr\":\"up{a='\xff'}\"}}}", code: "query/bad-json"},
		{name: "10 MiB", raw: `{"upstream":{"query":{"expr":"` + strings.Repeat("x", 10<<20) + `"}}}`, code: "query/too-large"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := query.Parse(json.RawMessage(tt.raw))
			if fault.Code(err) != tt.code {
				t.Fatalf("Parse(%.200s) = %q (%v); want %q", tt.raw, fault.Code(err), err, tt.code)
			}
			if got.Upstream.UID != tt.uid || string(got.Upstream.Query) != tt.upstream || got.Output != tt.output {
				t.Errorf("Parse(%s) = %+v; want uid %q, query %s, output %q", tt.raw, got, tt.uid, tt.upstream, tt.output)
			}
		})
	}
}

func TestRefuseVariables(t *testing.T) {
	tests := []struct {
		name, upstream, found string
	}{
		{"a plain expression", `{"expr":"sum(rate(http_requests_total{job=\"api\"}[5m]))"}`, ""},
		{"$name", `{"expr":"up{job=\"$job\"}"}`, "$job"},
		{"${name}", `{"expr":"up{job=~\"${job}\"}"}`, "${job}"},
		{"${name:format}", `{"expr":"up{job=~\"${job:regex}\"}"}`, "${job:regex}"},
		{"[[name]]", `{"expr":"up{job=\"[[job]]\"}"}`, "[[job]]"},
		{"[[name:format]]", `{"expr":"up{job=\"[[job:csv]]\"}"}`, "[[job:csv]]"},
		{"deep inside", `{"filters":[{"value":["a",{"b":"$region"}]}]}`, "$region"},
		{"the upstream's own macros", `{"expr":"rate(x[$__rate_interval]) + rate(x[${__interval}])","rawSql":"$__timeFilter(t)"}`, ""},
		{"PromQL's capture groups", `{"expr":"label_replace(up, \"a\", \"$1-${2}\", \"b\", \"(.*)\")"}`, ""},
		{"the end of a regular expression", `{"expr":"up{job=~\"api$\"}"}`, ""},
		{"a character class", `{"expr":"up{job=~\"[[:alpha:]]+\"}"}`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := query.RefuseVariables(json.RawMessage(tt.upstream))
			if tt.found == "" {
				if err != nil {
					t.Errorf("RefuseVariables(%s) = %v; want nil", tt.upstream, err)
				}
				return
			}
			if fault.Code(err) != "query/unresolved-variable" || !strings.Contains(err.Error(), " "+tt.found+";") {
				t.Errorf("RefuseVariables(%s) = %v; want query/unresolved-variable that names %s", tt.upstream, err, tt.found)
			}
		})
	}
}

func TestParseSettings(t *testing.T) {
	tests := []struct {
		name, jsonData, code string
	}{
		{"nothing saved yet", ``, ""},
		{"an empty object", `{}`, ""},
		{"Grafana's own HTTP fields", `{"tlsSkipVerify":true,"httpHeaderName1":"X","upstream":"prometheus"}`, ""},
		{"one pin", `{"upstream":"grafana","pinned":[{"uid":"prom-1_A","type":"prometheus","name":"P"}]}`, ""},
		{"no JSON", `{`, "settings/bad-json"},
		{"an unknown upstream", `{"upstream":"influx"}`, "settings/unknown-upstream"},
		{"a wildcard", `{"pinned":[{"uid":"*"}]}`, "settings/bad-pin"},
		{"an empty uid", `{"pinned":[{"uid":""}]}`, "settings/bad-pin"},
		{"a path for a uid", `{"pinned":[{"uid":"../admin"}]}`, "settings/bad-pin"},
		{"an escaped path", `{"pinned":[{"uid":"%2e%2e"}]}`, "settings/bad-pin"},
		{"itself", `{"pinned":[{"uid":"a","type":"tidemark-baseline-datasource"}]}`, "settings/bad-pin"},
		{"expressions", `{"pinned":[{"uid":"__expr__","type":"__expr__"}]}`, "settings/bad-pin"},
		{"mixed", `{"pinned":[{"uid":"a","type":"mixed"}]}`, "settings/bad-pin"},
		{"a negative limit", `{"limits":{"maxSeries":-1}}`, "settings/limit-out-of-range"},
		{"a deadline past Grafana's own", `{"limits":{"timeoutSeconds":60}}`, "settings/limit-out-of-range"},
		{"unknown addresses", `{"limits":{"addresses":"some"}}`, "settings/limit-out-of-range"},
		{"a limit that is text", `{"limits":{"maxSeries":"many"}}`, "settings/bad-json"},
		{"unknown handling of partial data", `{"partialData":"maybe"}`, "settings/unknown-partial-data"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := query.ParseSettings([]byte(tt.jsonData)); fault.Code(err) != tt.code {
				t.Errorf("ParseSettings(%s) = %q (%v); want %q", tt.jsonData, fault.Code(err), err, tt.code)
			}
		})
	}
}

func TestAnAbsentLimitHasItsDefault(t *testing.T) {
	got, err := query.ParseSettings([]byte(`{"limits":{"maxSeries":7,"concurrency":0}}`))
	want := query.DefaultLimits()
	want.MaxSeries = 7
	if err != nil || got.Limits != want {
		t.Errorf("limits = %+v, %v; want %+v", got.Limits, err, want)
	}
}

// FuzzParseSettings holds that no settings make the plugin panic, and that those it accepts
// pin exact uids and keep every protection on.
func FuzzParseSettings(f *testing.F) {
	for _, seed := range []string{`{}`, `{"upstream":"grafana","pinned":[{"uid":"a","type":"b","name":"c"}],"limits":{"maxSeries":7,"addresses":"any"}}`, `{"limits":{"timeoutSeconds":1e9}}`, `{"pinned":[{"uid":"*"}]}`, `[`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, jsonData []byte) {
		s, err := query.ParseSettings(jsonData)
		if err != nil {
			if fault.Code(err) == "uncoded" {
				t.Errorf("ParseSettings(%q) = %v; want a coded error", jsonData, err)
			}
			return
		}
		for _, pin := range s.Pinned {
			if pin.UID == "" || strings.ContainsAny(pin.UID, "*/.%\\ ") || pin.Type == query.OwnType {
				t.Errorf("ParseSettings(%q) pins %+v; want exact uids of other data sources", jsonData, pin)
			}
		}
		if l := s.Limits; l.MaxBodyBytes() < 1 || l.MaxBodyBytes() > 1<<30 || l.Timeout() <= 0 || l.TimeoutSeconds > 25 || l.MaxSeries < 1 || l.Concurrency < 1 {
			t.Errorf("ParseSettings(%q) has limits %+v; want all in their ranges", jsonData, l)
		}
	})
}

// FuzzRefuseVariables holds that no query makes the search panic or stall, and that a query
// without a dollar or a double bracket is never refused for a variable.
func FuzzRefuseVariables(f *testing.F) {
	for _, seed := range []string{`{"expr":"up{job=\"$job\"}"}`, `{"a":[{"b":"${c:regex}"}]}`, `"[[d]]"`, `{`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, upstream []byte) {
		err := query.RefuseVariables(upstream)
		if fault.Code(err) == "query/unresolved-variable" && !strings.ContainsAny(string(upstream), `$[\`) {
			t.Errorf("RefuseVariables(%q) = %v; want no variable found", upstream, err)
		}
	})
}

// FuzzParse holds that no text makes Parse panic, and that what it accepts it accepts again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{`{}`, `{"expr":"up"}`, `{"schemaVersion":1,"upstream":{"uid":"p","query":{"expr":"$x"}},"output":"alert"}`, `{"schemaVersion":1e99}`, `[[[[`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		q, err := query.Parse(raw)
		if err != nil {
			if fault.Code(err) == "uncoded" {
				t.Errorf("Parse(%q) = %v; want a coded error", raw, err)
			}
			return
		}
		q.SchemaVersion = query.SchemaVersion
		text, _ := json.Marshal(q)
		if again, err := query.Parse(text); err != nil || again.Output != q.Output || again.Upstream.UID != q.Upstream.UID {
			t.Errorf("Parse(%s) = %+v, %v; want %+v again", text, again, err, q)
		}
	})
}
