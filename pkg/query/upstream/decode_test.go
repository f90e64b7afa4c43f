package upstream

import (
	"encoding/json"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
)

// FuzzDecodeGrafana holds that no answer of Grafana makes the decoder panic or exceed its
// limits, that times and values pair up, and that a message never holds the token.
func FuzzDecodeGrafana(f *testing.F) {
	for _, seed := range []string{
		`{"results":{"A":{"status":200,"frames":[{"schema":{"fields":[{"name":"Time","type":"time","typeInfo":{"frame":"time.Time"}},{"name":"Value","type":"number","typeInfo":{"frame":"float64","nullable":true},"labels":{"job":"a"}}]},"data":{"values":[[60000,120000],[1,null]]}}]}}}`,
		`{"results":{"A":{"status":200,"frames":[{"schema":{"meta":{"notices":[{"text":"w"}]},"fields":[{"name":"t","type":"time","typeInfo":{"frame":"time.Time"}},{"name":"s","type":"string","typeInfo":{"frame":"string"}},{"name":"v","type":"number","typeInfo":{"frame":"int64"}}]},"data":{"values":[[1],["x"],[2]],"entities":[null,null,{"NaN":[0]}]}}]}}}`,
		`{"results":{"A":{"status":400,"error":"bad fuzz-token"}}}`, `{"message":"no"}`, `{"results":{"A":{"frames":[null]}}}`, `{`,
		`{"results":{"A":{"frames":[{"schema":{"fields":[{"name":"t","type":"time","typeInfo":{"frame":"time.Time"}},{"name":"v","type":"number","typeInfo":{"frame":"float64","nullable":true}}]},"data":{"values":[[1,2],[2,null]],"entities":[null,{"NaN":[1]}],"nanos":[[5,6],null]}}]}}}`,
	} {
		f.Add([]byte(seed))
	}
	limits := query.DefaultLimits()
	limits.MaxSeries, limits.MaxPoints = 50, 500
	g := &Grafana{client: &Client{secrets: []string{"fuzz-token"}, limits: limits}, settings: query.Settings{Limits: limits}}
	f.Fuzz(func(t *testing.T, body []byte) {
		result, err := g.decode(200, body, limits)
		if err != nil {
			if fault.Code(err) != "uncoded" && strings.Contains(err.Error(), "fuzz-token") { // an uncoded one is rewritten by readError
				t.Errorf("decode(%q) = %v; want the token redacted", body, err)
			}
			return
		}
		points := 0
		for _, series := range result.Series {
			points += len(series.Values)
			if len(series.TimesMs) != len(series.Values) {
				t.Errorf("decode(%q): %d times and %d values; want as many", body, len(series.TimesMs), len(series.Values))
			}
		}
		if len(result.Series) > limits.MaxSeries || points > limits.MaxPoints {
			t.Errorf("decode(%q): %d series with %d points; want at most %d and %d", body, len(result.Series), points, limits.MaxSeries, limits.MaxPoints)
		}
	})
}

// A pinned source's answer is checked before the SDK's decoder follows it, which would panic.
func TestFramesThatDoNotFitTheirSchema(t *testing.T) {
	frame := func(data string) string {
		return `{"results":{"A":{"frames":[{"schema":{"fields":[{"name":"t","type":"time","typeInfo":{"frame":"time.Time"}},{"name":"v","type":"number","typeInfo":{"frame":"float64"},"labels":{"job":"a"}},{"name":"n","type":"number","typeInfo":{"frame":"int64"}}]},"data":` + data + `}]}}}`
	}
	limits := query.DefaultLimits()
	g := &Grafana{client: &Client{limits: limits}, settings: query.Settings{Limits: limits}}
	for name, body := range map[string]string{
		"NaN of a row there is none of":    frame(`{"values":[[1],[2],[3]],"entities":[null,{"NaN":[1]},null]}`),
		"NaN of a row before the first":    frame(`{"values":[[1],[2],[3]],"entities":[null,{"NaN":[-1]},null]}`),
		"NaN of a whole number":            frame(`{"values":[[1],[2],[3]],"entities":[null,null,{"NaN":[0]}]}`),
		"NaN of a column there is none of": frame(`{"values":[[1],[2],[3]],"entities":[null,null,null,{"NaN":[0]}]}`),
		"NaN before the values":            frame(`{"entities":[null,{"NaN":[0]},null],"values":[[1],[2],[3]]}`),
		"nanoseconds of a number":          frame(`{"values":[[1],[2],[3]],"nanos":[null,[5],null]}`),
		"nanoseconds of too many rows":     frame(`{"values":[[1],[2],[3]],"nanos":[[5,6],null,null]}`),
		"columns without fields":           `{"results":{"A":{"frames":[{"schema":{"fields":[]},"data":{"values":[[1]]}}]}}}`,
		"a field that is null":             `{"results":{"A":{"frames":[{"schema":{"fields":[null]}}]}}}`,
		"columns of two lengths":           frame(`{"values":[[1],[2,3],[3]]}`),
		"a label given twice":              strings.Replace(frame(`{"values":[[1],[2],[3]]}`), `"job":"a"`, `"job":"a","job":"b"`, 1),
		"labels that become equal":         strings.Replace(frame(`{"values":[[1],[2],[3]]}`), `"job":"a"`, "\"\xff\":\"a\",\"\xfe\":\"b\"", 1),
	} {
		if result, err := g.decode(200, []byte(body), limits); err == nil {
			t.Errorf("%s: %+v; want a refusal", name, result)
		}
	}
	body := strings.Replace(frame(`{"values":[[1],[null],[3]],"entities":[null,{"NaN":[0]},null],"nanos":[[7],null,null]}`), `"job":"a"`, "\"job\":\"a\xff\"", 1)
	result, err := g.decode(200, []byte(body), limits)
	if err != nil || len(result.Series) != 2 || !math.IsNaN(result.Series[0].Values[0]) || result.Series[0].Labels["job"] != "a\uFFFD" {
		t.Errorf("decode = %+v, %v; want two series, the first of NaN and of a label in UTF-8", result, err)
	}
}

// FuzzQueryBody holds that whatever a query says, what is sent to Grafana asks the pinned
// source alone, on the grid, and says that Tidemark asks.
func FuzzQueryBody(f *testing.F) {
	for _, seed := range []string{`{"expr":"up"}`, `{"datasource":{"uid":"other"},"refId":"Z","timeRange":{"from":"0"},"queries":[1]}`, `{"viaTidemark":false,"hide":true}`, `{"dataſource":{"uid":"other"},"MAXDATAPOINTS":9}`, `[]`} {
		f.Add([]byte(seed))
	}
	pin, r := query.Pinned{UID: "prom", Type: "prometheus"}, Range{FromMs: 60_000, ToMs: 120_000, StepMs: 60_000}
	f.Fuzz(func(t *testing.T, model []byte) {
		body, err := queryBody(pin, model, r)
		if err != nil {
			return
		}
		var sent struct {
			From, To string
			Queries  []struct {
				RefID, Interval string
				Datasource      map[string]string
				MaxDataPoints   int64
				ViaTidemark     bool
			}
		}
		if err := json.Unmarshal(body, &sent); err != nil || len(sent.Queries) != 1 {
			t.Fatalf("queryBody(%q) = %s, %v; want one query", model, body, err)
		}
		if q := sent.Queries[0]; sent.From != "60000" || sent.To != "179999" || q.Datasource["uid"] != "prom" || q.RefID != "A" || q.MaxDataPoints != 2 || !q.ViaTidemark {
			t.Errorf("queryBody(%q) = %s; want the range of the plan, the pinned source, refId A, two points, also where names are folded", model, body)
		}
		var exact map[string]any // field names as they are, not as Go's decoder folds them
		_ = json.Unmarshal(body, &exact)
		only := exact["queries"].([]any)[0].(map[string]any)
		if source := only["datasource"].(map[string]any); source["uid"] != "prom" || only["refId"] != "A" || only["viaTidemark"] != true || only["maxDataPoints"] != float64(2) {
			t.Errorf("queryBody(%q) = %s; want the pinned source, refId A, two points", model, body)
		}
	})
}

// FuzzRetryAfter holds that no header makes a caller wait for a negative time or forever.
func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{"0", "3600", "-5", "soon", "Mon, 02 Jan 2006 15:04:05 GMT", "99999999999999999999"} {
		f.Add(seed)
	}
	now := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, header string) {
		wait, ok := parseRetryAfter(header, now)
		if wait < 0 {
			t.Errorf("parseRetryAfter(%q) = %s, %v; want no negative time", header, wait, ok)
		}
		a := answer{status: http.StatusTooManyRequests, after: header}
		c := &Client{closedUntil: map[string]time.Time{}}
		c.heed("a", a)
		until := c.closedUntil["a"]
		if !until.IsZero() && !strings.Contains(until.String(), " m=") {
			t.Errorf("the closure ends at %v, by the wall clock; want it by the monotonic one", until)
		}
		if until.After(time.Now().Add(longestClosure + time.Minute)) {
			t.Errorf("Retry-After %q closes the upstream until %v; want at most %s from now", header, until, longestClosure)
		}
	})
}

// FuzzFillMacros holds that the backend changes nothing of an expression but step macros: a
// selector can't be widened by it.
func FuzzFillMacros(f *testing.F) {
	for _, seed := range []string{`rate(x[$__rate_interval])`, `up{a="${__interval}"}`, `"} or vector(1) #`, `$__interval_ms`, `$$__interval`} {
		f.Add(seed, int64(300_000))
	}
	f.Fuzz(func(t *testing.T, expr string, stepMs int64) {
		stepMs = 1000 * (1 + int64(math.Abs(float64(stepMs%1_000_000))))
		got := fillMacros(expr, stepMs)
		if !strings.Contains(expr, "__interval") && !strings.Contains(expr, "__rate_interval") && got != expr {
			t.Errorf("fillMacros(%q) = %q; want it unchanged", expr, got)
		}
		if strings.Count(got, `"`) != strings.Count(expr, `"`) || strings.Count(got, `\\`) != strings.Count(expr, `\\`) {
			t.Errorf("fillMacros(%q) = %q; want no quote or backslash added", expr, got)
		}
	})
}
