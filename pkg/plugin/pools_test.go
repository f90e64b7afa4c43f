package plugin

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine"
)

// young is a query of four series, of which the first is three hours old.
func young(value func(int64) float64) []shopSeries {
	born := noon.UnixMilli() - 3*3600_000
	return []shopSeries{
		{labels: `{"job":"new"}`, value: value, fromMs: born},
		{labels: api, value: func(at int64) float64 { return 3 * busyDay(at) }},
		{labels: `{"job":"db"}`, value: func(at int64) float64 { return busyDay(at+minuteMs) + 5 }},
		{labels: `{"job":"gone"}`, value: func(at int64) float64 { return 2 * busyDay(at+2*minuteMs) }, toMs: noon.UnixMilli() - dayMs},
	}
}

// newest is a number of the last row of the series of a job.
func newestOf(t *testing.T, response backend.DataResponse, job, column string) (float64, bool) {
	t.Helper()
	if response.Error != nil {
		t.Fatal(response.Error)
	}
	for _, frame := range response.Frames {
		jobs, _ := frame.FieldByName("job")
		field, _ := frame.FieldByName(column)
		if jobs != nil {
			for row := range frame.Rows() {
				if name, _ := jobs.ConcreteAt(row); name == job {
					value, ok := field.ConcreteAt(row)
					return value.(float64), ok
				}
			}
		} else if field != nil && field.Labels["job"] == job {
			value, ok := field.ConcreteAt(field.Len() - 1)
			return value.(float64), ok
		}
	}
	return 0, false
}

func TestANewSeriesIsJudgedByTheShapeOfTheOthers(t *testing.T) {
	for _, tt := range []struct {
		name  string
		value func(int64) float64
		fires bool
	}{{"as the others", busyDay, false}, {"an outage", outage, true}} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, young(tt.value)...)
			rule := b.ask(true, `"output":"alert"`)
			score, ok := newestOf(t, rule, "new", "score")
			if !ok || (score > 1) != tt.fires {
				t.Errorf("score = %v, %v; want one, and to fire: %v", score, ok, tt.fires)
			}
			if text := framesText(t, rule.Frames); !strings.Contains(text, `1 series have too little history and are judged by the shape that others of the query have: {job=\"new\"} [fit/pooled]`) {
				t.Errorf("frames %s; want the notice fit/pooled", text)
			}
			for _, back := range []time.Duration{10 * time.Minute, 6 * time.Hour, 48 * time.Hour} {
				chart := b.askRange(false, `"output":"bands"`, back)
				if got, ok := newestOf(t, chart, "new", "score"); !ok || got != score {
					t.Errorf("the chart over %s ends with score %v, %v; want the rule's %v", back, got, ok, score)
				}
				if text := framesText(t, chart.Frames); !strings.Contains(text, "[fit/pooled]") {
					t.Errorf("the chart over %s has no notice fit/pooled", back)
				}
			}
		})
	}
}

// pools is how many are kept.
func (b *bench) pools() int { return b.process.pools.Len() }

func TestWhatOthersTeachIsLearntOnceACut(t *testing.T) {
	b := newBench(t, append(young(busyDay), shopSeries{labels: `{"job":"newer"}`, value: busyDay, fromMs: noon.UnixMilli() - 3600_000})...)
	for range 10 {
		if response := b.ask(true, `"output":"alert"`); response.Error != nil {
			t.Fatal(response.Error)
		}
		b.now = b.now.Add(5 * time.Minute)
	}
	if got := b.pools(); got != 1 {
		t.Errorf("%d pools after ten evaluations of two new series in one day; want 1", got)
	}
	_, err := querysModels{pools: b.process.pools, pooling: &b.process.pooling}.Pool(t.Context(), 0, func(context.Context) (*engine.Pool, error) { return nil, nil })
	if err != nil || b.pools() != 2 {
		t.Errorf("Pool = %v, %d kept; want one that is none to be kept too, or it would be looked for at each evaluation", err, b.pools())
	}
}

func TestTheOrderOfAnUpstreamsSeriesChangesNothing(t *testing.T) {
	series := young(outage)
	want, _ := newestOf(t, newBench(t, series...).ask(true, `"output":"alert"`), "new", "score")
	slices.Reverse(series)
	if got, _ := newestOf(t, newBench(t, series...).ask(true, `"output":"alert"`), "new", "score"); got != want {
		t.Errorf("score = %v in the reverse order; want %v", got, want)
	}
}

// What a dashboard has learnt from an answer that lacks something must not judge for a rule.
func TestNothingLearntFromAPartialAnswerIsKept(t *testing.T) {
	b := newBench(t, young(busyDay)...)
	b.shop.warning = "store x unreachable"
	if response := b.ask(false, `"output":"bands"`); response.Error != nil {
		t.Fatal(response.Error)
	}
	if models, pools := b.process.models.Len(), b.pools(); models+pools != 0 {
		t.Errorf("%d models and %d pools of a partial answer are kept; want none", models, pools)
	}
}
