package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"go.uber.org/goleak"

	"github.com/tidemark/tidemark/pkg/query"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is one data source under test, over one shop, at noon.
type bench struct {
	t          *testing.T
	shop       *shop
	process    *Process
	datasource *Datasource
	now        time.Time
}

func newBench(t *testing.T, series ...shopSeries) *bench {
	t.Helper()
	b := &bench{t: t, shop: newShop(t, series...), now: noon}
	b.process = newProcessAt(Sizes{HistoryMiB: 64, ModelMiB: 16, MemoryMiB: 512}, func() time.Time { return b.now })
	b.connect(`{}`)
	return b
}

func (b *bench) connect(jsonData string) {
	b.t.Helper()
	instance, err := b.process.NewDatasource(b.t.Context(), backend.DataSourceInstanceSettings{
		UID: "tidemark", Type: query.OwnType, URL: b.shop.URL, JSONData: []byte(jsonData),
	})
	if err != nil {
		b.t.Fatal(err)
	}
	b.datasource = instance.(*Datasource)
	b.t.Cleanup(b.datasource.Dispose)
}

// ask sends one query as Grafana's alerting (alert) or a dashboard does.
func (b *bench) ask(alert bool, fields string) backend.DataResponse {
	b.t.Helper()
	return b.askRange(alert, fields, 10*time.Minute)
}

func (b *bench) askRange(alert bool, fields string, back time.Duration) backend.DataResponse {
	b.t.Helper()
	return b.askContext(b.t.Context(), alert, fields, back)
}

func (b *bench) askContext(ctx context.Context, alert bool, fields string, back time.Duration) backend.DataResponse {
	request := &backend.QueryDataRequest{Headers: map[string]string{}, Queries: []backend.DataQuery{{
		RefID: "A", TimeRange: backend.TimeRange{From: b.now.Add(-back), To: b.now}, MaxDataPoints: 43200, Interval: time.Second,
		JSON: json.RawMessage(`{"schemaVersion":1,"upstream":{"query":{"expr":"load"}},` + fields + `}`),
	}}}
	if alert {
		request.Headers["FromAlert"] = "true"
	}
	response, err := b.datasource.QueryData(ctx, request)
	if err != nil {
		b.t.Fatalf("QueryData failed as a whole: %v", err)
	}
	return response.Responses["A"]
}

// number is the only number of an alert answer; ok is false if it is null.
func (b *bench) number(response backend.DataResponse) (value float64, ok bool) {
	b.t.Helper()
	if response.Error != nil || len(response.Frames) != 1 || response.Frames[0].Rows() != 1 {
		b.t.Fatalf("answer = %s, %v; want one row", framesText(b.t, response.Frames), response.Error)
	}
	field := response.Frames[0].Fields[len(response.Frames[0].Fields)-1]
	v, ok := field.ConcreteAt(0)
	if ok {
		value = v.(float64)
	}
	return value, ok
}

func framesText(t *testing.T, frames data.Frames) string {
	t.Helper()
	text, err := json.Marshal(frames)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

const api = `{"job":"api"}`

func TestAQuietAlertQueryIsInsideTheBand(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay})
	if score, ok := b.number(b.ask(true, `"output":"alert"`)); !ok || score > 1 {
		t.Errorf("score = %v, %v; want at most 1", score, ok)
	}
}

func TestAnOutageFires(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: outage})
	if score, ok := b.number(b.ask(true, `"output":"alert"`)); !ok || score <= 1 {
		t.Errorf("score = %v, %v; want more than 1", score, ok)
	}
}

func TestARuleSeesWhatTheChartShows(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: outage})
	score, _ := b.number(b.ask(true, `"output":"alert"`))
	for _, back := range []time.Duration{10 * time.Minute, 6 * time.Hour, 48 * time.Hour} {
		chart := b.askRange(false, `"output":"bands"`, back)
		if chart.Error != nil {
			t.Fatal(chart.Error)
		}
		field, _ := chart.Frames[0].FieldByName("score")
		last, ok := field.ConcreteAt(field.Len() - 1)
		if !ok || last.(float64) != score {
			t.Errorf("the chart over %s ends with score %v; want the rule's %v", back, last, score)
		}
	}
}

func TestAnswersOfTwoReplicasAreEqualBytes(t *testing.T) {
	series := shopSeries{labels: api, value: outage}
	for _, fields := range []string{`"output":"alert"`, `"output":"bands"`} {
		one := framesText(t, newBench(t, series).ask(true, fields).Frames)
		other := newBench(t, series)
		other.askRange(false, `"output":"bands"`, 72*time.Hour) // another past, another cache
		if two := framesText(t, other.ask(true, fields).Frames); one != two {
			t.Errorf("answers of two processes differ:\n%s\n%s", one, two)
		}
	}
}

func TestAWarmEvaluationReadsOnlyNewPoints(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay})
	b.ask(true, `"output":"alert"`)
	b.shop.points.Store(0)
	for range 10 {
		b.now = b.now.Add(time.Minute)
		if response := b.ask(true, `"output":"alert"`); response.Error != nil {
			t.Fatal(response.Error)
		}
	}
	if got := b.shop.points.Load(); got != 10 {
		t.Errorf("ten evaluations in ten minutes read %d points; want one each: a new one every 5 minutes, the newest one again in between", got)
	}
}

func TestAChangedInstanceKeepsWhatWasReadButNotAcrossVersions(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay})
	b.ask(true, `"output":"alert"`)
	b.shop.calls.Store(0)
	b.connect(`{}`) // Grafana's configuration changed; the data source did not
	b.ask(true, `"output":"alert"`)
	if got := b.shop.calls.Load(); got != 0 {
		t.Errorf("a new instance of the same settings made %d calls; want 0", got)
	}
	instance, _ := b.process.NewDatasource(t.Context(), backend.DataSourceInstanceSettings{
		UID: "tidemark", Type: query.OwnType, URL: b.shop.URL, JSONData: []byte(`{}`), Updated: time.Unix(1, 0)})
	b.datasource = instance.(*Datasource)
	t.Cleanup(b.datasource.Dispose)
	b.ask(true, `"output":"alert"`)
	if got := b.shop.calls.Load(); got == 0 {
		t.Error("after a change of the settings nothing was read; want all read again")
	}
}

func TestAThousandEqualQueriesReadOnce(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay})
	var callers sync.WaitGroup
	for range 1000 {
		callers.Go(func() {
			if response := b.askContext(t.Context(), true, `"output":"alert"`, 10*time.Minute); response.Error != nil {
				t.Error(response.Error)
			}
		})
	}
	callers.Wait()
	if got := b.shop.calls.Load(); got != 1 {
		t.Errorf("a thousand callers who know nothing made %d upstream calls; want 1", got)
	}
}

func TestAlertAnswers(t *testing.T) {
	yesterday := noon.UnixMilli() - dayMs
	tests := []struct {
		name   string
		series []shopSeries
		fields string
		want   string // what the answer's JSON contains
		not    string // and what it does not
	}{
		{name: "no series is no data", want: `upstream/no-series`},
		{name: "a learning series is left out", series: []shopSeries{{labels: api, value: busyDay, fromMs: noon.UnixMilli() - 3600_000}},
			want: `1 series are still learning and can't fire; they were left out: {job=\"api\"}`, not: `"values":[["api"]`},
		{name: "a learning series does not hide the others", series: []shopSeries{{labels: api, value: busyDay}, {labels: `{"job":"new"}`, value: busyDay, fromMs: noon.UnixMilli() - 3600_000}},
			want: `"values":[["api"],[`},
		{name: "a series that just stopped is null", series: []shopSeries{{labels: api, value: busyDay, toMs: noon.UnixMilli() - 10*minuteMs}},
			want: `"values":[["api"],[null]]`},
		{name: "a series that stopped yesterday is gone", series: []shopSeries{{labels: api, value: busyDay}, {labels: `{"job":"old"}`, value: busyDay, toMs: yesterday}},
			want: `"values":[["api"],[`, not: `old`},
		{name: "an excluded range has no verdict", series: []shopSeries{{labels: api, value: outage}},
			fields: `,"spec":{"train":{"exclude":[{"from":"2026-11-24T10:00:00Z","to":"2026-11-24T13:00:00Z"}]}}`, want: `query/excluded`, not: `"values":[["api"]`},
		{name: "an unknown field of the spec is noted", series: []shopSeries{{labels: api, value: busyDay}}, fields: `,"spec":{"magic":true}`, want: `spec/unknown-field`},
		{name: "a warning about the expression is noted", series: []shopSeries{{labels: api, value: busyDay}}, want: `"score"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			response := newBench(t, tt.series...).ask(true, `"output":"alert"`+tt.fields)
			text := framesText(t, response.Frames)
			if response.Error != nil || !strings.Contains(text, tt.want) || tt.not != "" && strings.Contains(text, tt.not) {
				t.Errorf("answer = %s, %v; want it to contain %s and not %q", text, response.Error, tt.want, tt.not)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	one := []shopSeries{{labels: api, value: busyDay}}
	tests := []struct {
		name    string
		series  []shopSeries
		prepare func(*bench)
		fields  string
		code    string
		status  backend.Status
	}{
		{name: "a variable in a rule", fields: `"upstream":{"query":{"expr":"load{job=\"$job\"}"}}`, code: "query/unresolved-variable", status: 400},
		{name: "an unknown output", fields: `"output":"all"`, code: "query/unknown-output", status: 400},
		{name: "a table in a rule", fields: `"output":"evaluation"`, code: "query/not-for-rules", status: 400},
		{name: "a forecast of a year by minutes", series: one, fields: `"output":"forecast","spec":{"grid":{"step":"1m"},"forecast":{"horizon":"1y"}}`, code: "query/too-many-rows", status: 400},
		{name: "a spec of another type", fields: `"spec":[]`, code: "spec/not-an-object", status: 400},
		{name: "a negative window", fields: `"spec":{"train":{"window":"-14d"}}`, code: "spec/bad-duration", status: 400},
		{name: "an absurd window", fields: `"spec":{"train":{"window":"900y"}}`, code: "spec/out-of-range", status: 400},
		{name: "five years of seconds", series: one, fields: `"spec":{"grid":{"step":"1s"},"train":{"window":"5y"}}`, code: "query/too-costly", status: 400},
		{name: "a series given twice", series: append(one[:1:1], one...), fields: `"output":"alert"`, code: "frames/duplicate-series", status: 400},
		{name: "too many series", series: append(one[:1:1], shopSeries{labels: `{}`, value: busyDay}), prepare: func(b *bench) { b.connect(`{"limits":{"maxSeries":1}}`) }, code: "upstream/too-many-series", status: 502},
		{name: "too many points", series: append(one[:1:1], shopSeries{labels: `{}`, value: busyDay}), prepare: func(b *bench) { b.connect(`{"limits":{"maxPoints":5000}}`) }, code: "query/too-many-points", status: 400},
		{name: "too dear", series: append(one[:1:1], shopSeries{labels: `{"a":"1"}`, value: busyDay}, shopSeries{labels: `{"a":"2"}`, value: busyDay}, shopSeries{labels: `{"a":"3"}`, value: busyDay}), prepare: func(b *bench) { b.connect(`{"limits":{"maxCost":1000000}}`) }, code: "query/too-costly", status: 400},
		{name: "the upstream is down", series: one, prepare: func(b *bench) { b.shop.Close() }, code: "upstream/refused", status: 502},
		{name: "the upstream fails", series: one, prepare: func(b *bench) { b.shop.status = 500 }, code: "upstream/status", status: 502},
		{name: "the upstream refuses the credential", series: one, prepare: func(b *bench) { b.shop.status = 401 }, code: "upstream/unauthorized", status: 502},
		{name: "the upstream calls its answer incomplete", series: one, prepare: func(b *bench) { b.shop.warning = "store x unreachable" }, code: "upstream/partial", status: 502},
		{name: "settings that can't be used", prepare: func(b *bench) { b.connect(`{"upstream":"influx"}`) }, code: "settings/unknown-upstream", status: 400},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, tt.series...)
			if tt.prepare != nil {
				tt.prepare(b)
			}
			fields := tt.fields
			if fields == "" {
				fields = `"output":"alert"`
			}
			response := b.ask(true, fields)
			if response.Error == nil || !strings.HasSuffix(response.Error.Error(), "["+tt.code+"]") || response.Status != tt.status {
				t.Errorf("answer = %v with status %d; want [%s] with %d", response.Error, response.Status, tt.code, tt.status)
			}
			if len(response.Frames) != 0 || response.ErrorSource != backend.ErrorSourceDownstream {
				t.Errorf("answer has %d frames and source %q; want none, and downstream", len(response.Frames), response.ErrorSource)
			}
		})
	}
}

func TestADashboardMayShowAnIncompleteAnswerWithANotice(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay})
	b.shop.warning = "store x unreachable"
	response := b.ask(false, `"output":"bands"`)
	if text := framesText(t, response.Frames); response.Error != nil || !strings.Contains(text, "store x unreachable") {
		t.Errorf("answer = %s, %v; want frames with the upstream's warning", text, response.Error)
	}
}

func TestAFailedQueryDoesNotTouchTheOthers(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay})
	request := &backend.QueryDataRequest{}
	for i, output := range []string{"alert", "nonsense", "upper"} {
		request.Queries = append(request.Queries, backend.DataQuery{RefID: fmt.Sprint(i),
			TimeRange: backend.TimeRange{From: noon.Add(-time.Hour), To: noon},
			JSON:      json.RawMessage(`{"upstream":{"query":{"expr":"load"}},"output":"` + output + `"}`)})
	}
	response, err := b.datasource.QueryData(t.Context(), request)
	if err != nil || response.Responses["0"].Error != nil || response.Responses["1"].Error == nil || response.Responses["2"].Error != nil {
		t.Errorf("responses = %v, %v; want only refId 1 to fail", response, err)
	}
}

func TestACancelledQueryIsAnErrorNotAnAnswer(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if response := b.askContext(ctx, true, `"output":"alert"`, time.Minute); response.Error == nil || response.Frames != nil {
		t.Errorf("answer = %v, %v; want an error and no frames", response.Frames, response.Error)
	}
}
