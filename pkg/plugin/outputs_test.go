package plugin

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/dataplane/sdata/numeric"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/detect"
)

// column is one column of the last row of a bands answer.
func (b *bench) column(name string) (float64, bool) {
	b.t.Helper()
	chart := b.ask(false, `"output":"bands"`)
	if chart.Error != nil {
		b.t.Fatal(chart.Error)
	}
	field, _ := chart.Frames[0].FieldByName(name)
	value, ok := field.ConcreteAt(field.Len() - 1)
	if !ok {
		return math.NaN(), false
	}
	return value.(float64), true
}

func TestEveryNumberIsTheChartsOwn(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: outage})
	for _, output := range []string{"value", "score", "reason", "drift", "expected", "lower", "upper"} {
		want, _ := b.column(output)
		if got, ok := b.number(b.ask(true, `"output":"`+output+`"`)); !ok || got != want {
			t.Errorf("output %s = %v, %v; want the chart's %v", output, got, ok, want)
		}
	}
}

// A spike of one slot scores above 1, which "2 of 2" does not count; an outage of two does.
func TestARuleFiresWhereTheChartMarksAnAnomaly(t *testing.T) {
	spikeAt := func(back int64) shopSeries {
		return shopSeries{labels: api, value: func(timeMs int64) float64 {
			if timeMs == noon.UnixMilli()-back*minuteMs {
				return busyDay(timeMs) / 10
			}
			return busyDay(timeMs)
		}}
	}
	const newest, before = 5, 10 // minutes back, with a delay of one step
	const two, slow = `,"spec":{"detect":{"points":{"k":2,"n":2}}}`, `,"spec":{"detect":{"recover":4}}`
	for _, tt := range []struct {
		name   string
		series shopSeries
		fields string
		fires  bool
	}{
		{"one slot of one", spikeAt(newest), ``, true},
		{"one slot of two", spikeAt(newest), two, false},
		{"many slots of two", shopSeries{labels: api, value: outage}, two, true},
		{"back inside, at once", spikeAt(before), ``, false},
		{"back inside, but not for long enough", spikeAt(before), slow, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, tt.series)
			number, ok := b.number(b.ask(true, `"output":"alert"`+tt.fields))
			field, _ := b.ask(false, `"output":"bands"`+tt.fields).Frames[0].FieldByName("anomaly")
			marked, _ := field.ConcreteAt(field.Len() - 1)
			if !ok || (number > 1) != tt.fires || (marked.(float64) == 1) != tt.fires {
				t.Errorf("alert = %v, the chart's anomaly %v; want both to fire: %v", number, marked, tt.fires)
			}
		})
	}
}

func TestAStateIsToldOfEverySeries(t *testing.T) {
	hourAgo := noon.UnixMilli() - 3600_000
	tests := []struct {
		name   string
		series shopSeries
		fields string
		state  uint8
	}{
		{"normal", shopSeries{labels: api, value: busyDay}, ``, engine.Normal},
		{"anomalous", shopSeries{labels: api, value: outage}, ``, engine.Anomalous},
		{"learning", shopSeries{labels: api, value: busyDay, fromMs: hourAgo}, ``, engine.Learning},
		{"missing", shopSeries{labels: api, value: busyDay, toMs: noon.UnixMilli() - 10*minuteMs}, ``, engine.Missing},
		{"excluded", shopSeries{labels: api, value: outage}, `,"spec":{"train":{"exclude":[{"from":"2026-11-24T10:00:00Z","to":"2026-11-24T13:00:00Z"}]}}`, engine.Excluded},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			response := newBench(t, tt.series).ask(true, `"output":"state"`+tt.fields)
			b := bench{t: t}
			if got, ok := b.number(response); !ok || got != float64(tt.state) {
				t.Errorf("state = %v, %v; want %d", got, ok, tt.state)
			}
			if text := framesText(t, response.Frames); !strings.Contains(text, `"text":"`+tt.name+`"`) {
				t.Errorf("frame %s; want the word %q for a panel", text, tt.name)
			}
		})
	}
}

func TestAnEvaluationIsTheEnginesOwn(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay}, shopSeries{labels: `{"job":"new"}`, value: busyDay, fromMs: noon.UnixMilli() - 3600_000})
	response := b.askRange(false, `"output":"evaluation"`, 24*time.Hour)
	if response.Error != nil || len(response.Frames) != 2 || response.Frames[0].Rows() != 1 {
		t.Fatalf("answer = %s, %v; want one row and the incidents, since the other series is learning", framesText(t, response.Frames), response.Error)
	}
	text := framesText(t, response.Frames)
	for _, want := range []string{`{job=\"api\"}`, `"name":"job"`, `query/learning`, `held out MASE`} {
		if !strings.Contains(text, want) {
			t.Errorf("frame %s; want it to contain %s", text, want)
		}
	}
	field, _ := response.Frames[0].FieldByName("coverage")
	coverage, _ := field.ConcreteAt(0)
	if want := b.coverage(24 * time.Hour); coverage.(float64) != want {
		t.Errorf("coverage = %v; want %v, counted on the chart", coverage, want)
	}
}

func TestAnEvaluationTellsAlertsAWeekBesideWhatWasAskedFor(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: outage})
	for _, tt := range []struct {
		back     time.Duration
		limit    string
		measured bool
		asked    float64
	}{
		{8 * 24 * time.Hour, `{"alertsPerWeek":2}`, true, 2},
		{6 * 24 * time.Hour, `{"alertsPerWeek":2}`, false, 2},
		{8 * 24 * time.Hour, `{"multiple":2}`, true, 0},
	} {
		frame := b.askRange(false, `"output":"evaluation","spec":{"band":{"limit":`+tt.limit+`}}`, tt.back).Frames[0]
		rate, _ := frame.FieldByName("alerts a week")
		asked, _ := frame.FieldByName("alerts a week asked")
		perWeek, measured := rate.ConcreteAt(0)
		want, ok := asked.ConcreteAt(0)
		if measured != tt.measured || measured && perWeek.(float64) < 0.8 || ok != (tt.asked > 0) || ok && want.(float64) != tt.asked {
			t.Errorf("%s with %s: alerts a week %v (%v), asked %v (%v); want measured %v, since an outage is one alert, asked %v",
				tt.back, tt.limit, perWeek, measured, want, ok, tt.measured, tt.asked)
		}
	}
}

// The incidents are those of the chart: an outage in two parts with 20 minutes between them is one,
// a spike an hour before it another; the newest comes first.
func TestAnEvaluationListsTheIncidentsThatItCounts(t *testing.T) {
	ago := func(minutes int64) int64 { return noon.UnixMilli() - minutes*minuteMs }
	b := newBench(t, shopSeries{labels: api, value: func(timeMs int64) float64 {
		if timeMs == ago(200) || timeMs >= ago(100) && timeMs < ago(80) || timeMs >= ago(60) && timeMs < ago(40) {
			return busyDay(timeMs) / 10
		}
		return busyDay(timeMs)
	}})
	frames := b.askRange(false, `"output":"evaluation"`, 8*24*time.Hour).Frames
	at := func(name string, row int) any {
		field, _ := frames[1].FieldByName(name)
		value, _ := field.ConcreteAt(row)
		return value
	}
	perWeek, _ := frames[0].FieldByName("alerts a week")
	rate, _ := perWeek.ConcreteAt(0)
	if n := frames[1].Rows(); n < 2 || math.Abs(rate.(float64)*8/7-float64(n)) > 0.02 {
		t.Fatalf("%d incidents at %v a week over 8 days; want at least 2, and those that are counted", n, rate)
	}
	for row, want := range [][2]int64{{ago(100), ago(40)}, {ago(200), ago(195)}} {
		from, to := at("start", row).(time.Time).UnixMilli(), at("end", row).(time.Time).UnixMilli()
		if from != want[0] || to < want[1] || to > want[1]+60*minuteMs || at("peak score", row).(float64) <= 1 || at("reason", row).(float64) == 0 || at("job", row) != "api" {
			t.Errorf("incident %d lasts from %v to %v with score %v and reason %v of job %v; want %v", row, from, to, at("peak score", row), at("reason", row), at("job", row), want)
		}
	}
}

func TestIncidentsBeyondTheMostAreSaidToBeLeftOut(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: func(timeMs int64) float64 {
		if since := noon.UnixMilli() - timeMs; since <= 24*60*minuteMs && since/minuteMs%360 < 10 {
			return busyDay(timeMs) / 10
		}
		return busyDay(timeMs)
	}})
	b.datasource.settings.Limits.MaxOutputPoints = 2
	response := b.askRange(false, `"output":"evaluation"`, 24*time.Hour)
	if text := framesText(t, response.Frames); response.Error != nil || response.Frames[1].Rows() != 1 || !strings.Contains(text, "query/incidents-left-out") {
		t.Errorf("answer = %.2000s, %v; want one incident, and the notice query/incidents-left-out", text, response.Error)
	}
}

// raised is busyDay until 80 minutes before noon, then higher for good.
func raised(timeMs int64) float64 {
	if timeMs >= noon.UnixMilli()-80*minuteMs {
		return busyDay(timeMs) + 40
	}
	return busyDay(timeMs)
}

// A text, or a number in a label, would resolve the alert and raise another when it changes.
func TestTheReasonChangesWhileARuleFiresAndTheInstanceStaysTheSame(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: raised})
	reasons := map[float64]bool{}
	for back := 75 * time.Minute; back > 0; back -= 5 * time.Minute {
		b.now = noon.Add(-back)
		alert := b.ask(true, `"output":"alert"`)
		if score, ok := b.number(alert); !ok || score <= 1 {
			t.Fatalf("%s before noon the score is %v, %v; want the rule to fire", back, score, ok)
		}
		if got := asAlertingReads(t, alert.Frames); got != `score{job=api}` {
			t.Fatalf("%s before noon the rule has the instance %s; want score{job=api}", back, got)
		}
		helper := b.ask(true, `"output":"reason"`)
		if got := asAlertingReads(t, helper.Frames); got != `reason{job=api}` {
			t.Fatalf("%s before noon the helper is %s; want reason{job=api}", back, got)
		}
		if text := framesText(t, helper.Frames); !strings.Contains(text, `"text":"Hourly mean"`) {
			t.Errorf("frame %s; want words for a panel", text)
		}
		reason, ok := b.number(helper)
		if want, _ := b.column("reason"); !ok || reason != want {
			t.Errorf("%s before noon the reason is %v, %v; want the chart's %v", back, reason, ok, want)
		}
		reasons[reason] = true
	}
	if len(reasons) < 2 || reasons[detect.ReasonNone] {
		t.Errorf("reasons %v; want several, or the test shows nothing, and one of each alert", reasons)
	}
}

// asAlertingReads is the name and the labels of the only number that Grafana's alerting finds.
func asAlertingReads(t *testing.T, all data.Frames) string {
	t.Helper()
	reader, err := numeric.CollectionReaderFromFrames(all)
	if err != nil {
		t.Fatal(err)
	}
	collection, err := reader.GetCollection(false)
	if err != nil || len(collection.Refs) != 1 {
		t.Fatalf("Grafana reads %d numbers, error %v; want one", len(collection.Refs), err)
	}
	return collection.Refs[0].GetMetricName() + "{" + collection.Refs[0].GetLabels().String() + "}"
}

// A slot without a value has no reason, which is not the reason "none" of a normal one.
func TestASeriesWithoutAValueHasNoReason(t *testing.T) {
	gone := shopSeries{labels: api, value: busyDay, toMs: noon.UnixMilli() - 5*minuteMs}
	response := newBench(t, gone).ask(true, `"output":"reason"`)
	if text := framesText(t, response.Frames); response.Error != nil || len(response.Frames[0].Fields) != 0 || !strings.Contains(text, "query/missing") {
		t.Errorf("answer = %s, %v; want no number, and the notice query/missing", text, response.Error)
	}
	b := newBench(t, gone)
	if reason, ok := b.number(b.ask(true, `"output":"reason","spec":{"clean":{"missing":"anomaly"}}`)); !ok || reason != detect.ReasonMissing {
		t.Errorf("reason = %v, %v; want %d, since the spec counts it", reason, ok, detect.ReasonMissing)
	}
}

// coverage counts the values of the chart that lie in its interval.
func (b *bench) coverage(back time.Duration) float64 {
	frame := b.askRange(false, `"output":"bands"`, back).Frames[0]
	at := func(name string, row int) float64 {
		field, _ := frame.FieldByName(name)
		value, _ := field.ConcreteAt(row)
		return value.(float64)
	}
	inside := 0
	for row := range frame.Rows() {
		if v := at("value", row); v >= at("intervalLower", row) && v <= at("intervalUpper", row) {
			inside++
		}
	}
	return float64(inside) / float64(frame.Rows())
}

func TestASeriesThatStraysFromTheOthersIsAnOutlier(t *testing.T) {
	var series []shopSeries
	for _, labels := range []string{`{"job":"a"}`, `{"job":"b"}`, `{"job":"c"}`, `{"job":"d"}`} {
		shift := int64(len(series)) * 7 * minuteMs
		series = append(series, shopSeries{labels: labels, value: func(timeMs int64) float64 { return busyDay(timeMs) + noise(timeMs+shift) }})
	}
	series[3].value = outage
	b := newBench(t, series...)
	response := b.askRange(true, `"output":"outliers"`, time.Hour)
	if response.Error != nil || len(response.Frames) != 4 {
		t.Fatalf("answer = %d frames, %v; want 4", len(response.Frames), response.Error)
	}
	for i, frame := range response.Frames {
		score, ok := frame.Fields[1].ConcreteAt(frame.Rows() - 1)
		if !ok || frame.Fields[1].Name != "score" || (score.(float64) > 1) != (i == 3) {
			t.Errorf("series %v ends with %s %v, %v; want a score above 1 for d alone", frame.Fields[1].Labels, frame.Fields[1].Name, score, ok)
		}
	}
	two := newBench(t, series[0], series[1]).ask(false, `"output":"outliers"`)
	if text := framesText(t, two.Frames); two.Error != nil || !strings.Contains(text, "outliers/too-few-series") {
		t.Errorf("answer for two series = %s, %v; want the notice outliers/too-few-series", text, two.Error)
	}
}

func TestAForecastIsTheEnginesOwnAndBeginsWhereTheChartEnds(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay}, shopSeries{labels: `{"job":"new"}`, value: busyDay, fromMs: noon.UnixMilli() - 3600_000})
	response := b.ask(true, `"output":"forecast","spec":{"forecast":{"horizon":"6h","threshold":105}}`)
	if response.Error != nil || len(response.Frames) != 1 {
		t.Fatalf("answer = %d frames, %v; want one, since the other series is learning", len(response.Frames), response.Error)
	}
	frame := response.Frames[0]
	first, _ := frame.Fields[0].ConcreteAt(0)
	if want := noon.Add(-5 * time.Minute); !first.(time.Time).Equal(want.Add(5*time.Minute)) || frame.Rows() < 72 || frame.Fields[1].Name != "expected" {
		t.Errorf("forecast begins at %v with %d rows of %q; want the slot after %v, six hours, expected first", first, frame.Rows(), frame.Fields[1].Name, want)
	}
	for row := range frame.Rows() {
		var values []float64
		for _, name := range []string{"lower", "intervalLower", "expected", "intervalUpper", "upper"} {
			field, _ := frame.FieldByName(name)
			value, ok := field.ConcreteAt(row)
			if !ok {
				t.Fatalf("%s has no value in row %d; want one, since nothing is unknown", name, row)
			}
			values = append(values, value.(float64))
		}
		if !slices.IsSorted(values) {
			t.Fatalf("row %d is %v; want lower ≤ intervalLower ≤ expected ≤ intervalUpper ≤ upper", row, values)
		}
	}
	if text := framesText(t, response.Frames); !strings.Contains(text, `"crossing":{"threshold":105`) || !strings.Contains(text, "query/learning") {
		t.Errorf("frames %s; want the crossing and the notice on the learning series", text)
	}
	if held, _ := b.process.memory.Held(); held != 0 {
		t.Errorf("%d bytes are still held; want 0", held)
	}
}

func TestImportancesAreOfEverySeries(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay}, shopSeries{labels: `{"job":"web"}`, value: busyDay})
	response := b.askRange(false, `"output":"importance"`, 48*time.Hour)
	if response.Error != nil || len(response.Frames) != 1 || response.Frames[0].Rows() < 4 {
		t.Fatalf("answer = %s, %v; want rows for two series", framesText(t, response.Frames), response.Error)
	}
	total := map[string]float64{}
	for row := range response.Frames[0].Rows() {
		name, _ := response.Frames[0].Fields[0].ConcreteAt(row)
		share, _ := response.Frames[0].Fields[4].ConcreteAt(row)
		total[name.(string)] += share.(float64)
	}
	for name, sum := range total {
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("shares of %s add up to %v; want 1", name, sum)
		}
	}
	short := b.askRange(false, `"output":"importance"`, 10*time.Minute)
	if text := framesText(t, short.Frames); short.Error != nil || !strings.Contains(text, "explain/too-few-points") {
		t.Errorf("answer for ten minutes = %s, %v; want the notice explain/too-few-points", text, short.Error)
	}
}

// Each series has the slot that the chart ends with; one that learns is left out.
func TestAnExplanationIsOfTheChartsLastSlot(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: outage}, shopSeries{labels: `{"job":"new"}`, value: busyDay, fromMs: noon.UnixMilli() - 3600_000})
	response := b.askRange(false, `"output":"explanation"`, 6*time.Hour)
	if response.Error != nil || len(response.Frames) != 1 || response.Frames[0].Rows() != 1 {
		t.Fatalf("answer = %s, %v; want one row, since the other series is learning", framesText(t, response.Frames), response.Error)
	}
	at := func(name string) any {
		field, _ := response.Frames[0].FieldByName(name)
		value, _ := field.ConcreteAt(0)
		return value
	}
	for _, name := range []string{"value", "expected"} {
		if want, _ := b.column(name); at(name) != want {
			t.Errorf("%s = %v; want the chart's %v", name, at(name), want)
		}
	}
	if text := at("verdict").(string); !at("time").(time.Time).Equal(noon.Add(-5*time.Minute)) || at("job") != "api" || !strings.Contains(text, "below") {
		t.Errorf("row is of %v, job %v, %q; want the newest complete slot of api, below what is expected", at("time"), at("job"), text)
	}
	if text := framesText(t, response.Frames); !strings.Contains(text, "query/not-explained") || !strings.Contains(text, `{job=\"new\"}`) {
		t.Errorf("frames %s; want a notice that the new series is not explained", text)
	}
	if held, _ := b.process.memory.Held(); held != 0 {
		t.Errorf("%d bytes are still held; want 0", held)
	}
}

func TestTheColumnsOfAnExplanationAddUp(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay})
	response := b.ask(false, `"output":"explanation","spec":{"model":{"kind":"linear"},"features":{"regressors":[{"name":"orders","query":{"query":{"expr":"load"}}}]}}`)
	if response.Error != nil || len(response.Frames) != 1 || response.Frames[0].Rows() != 1 {
		t.Fatalf("answer = %s, %v; want one row", framesText(t, response.Frames), response.Error)
	}
	at := func(name string) float64 {
		field, _ := response.Frames[0].FieldByName(name)
		if field == nil {
			t.Fatalf("no column %q in %s", name, framesText(t, response.Frames))
		}
		value, _ := field.ConcreteAt(0)
		return value.(float64)
	}
	sum := at("level") + at("trend") + at("season") + at("calendar") + at("regressor orders")
	if math.Abs(sum-at("expected")) > 1e-9 || at("regressor orders") == 0 {
		t.Errorf("parts add up to %v with orders at %v; want the expected %v, and a part of orders", sum, at("regressor orders"), at("expected"))
	}
}

// Grafana's alerting reads null as "no data" but NaN as "alerting": none may leave.
func TestNoAnswerHoldsANumberThatIsNone(t *testing.T) {
	wild := shopSeries{labels: api, value: func(timeMs int64) float64 {
		switch timeMs / minuteMs % 7 {
		case 0:
			return math.Inf(1)
		case 1:
			return math.NaN()
		case 2:
			return 1e308
		}
		return busyDay(timeMs)
	}}
	for _, output := range []string{"bands", "alert", "value", "score", "reason", "drift", "expected", "lower", "upper", "state", "outliers", "forecast", "evaluation", "importance", "explanation"} {
		response := newBench(t, wild).ask(false, `"output":"`+output+`"`)
		if response.Error != nil {
			t.Errorf("output %s: %v", output, response.Error)
			continue
		}
		for _, frame := range response.Frames {
			for _, field := range frame.Fields {
				for row := range field.Len() {
					value, _ := field.ConcreteAt(row)
					if v, ok := value.(float64); ok && (math.IsNaN(v) || math.IsInf(v, 0)) {
						t.Errorf("output %s: %s has %v in row %d; want a number or null", output, field.Name, v, row)
					}
				}
			}
		}
		if _, err := json.Marshal(response.Frames); err != nil {
			t.Errorf("output %s: %v", output, err)
		}
	}
}
