package plugin

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query/work"
)

// at asks for the alert of the slot before an instant, whatever the time is now.
func (b *bench) at(instant time.Time, output string) backend.DataResponse {
	b.t.Helper()
	response, err := b.datasource.QueryData(b.t.Context(), &backend.QueryDataRequest{Queries: []backend.DataQuery{{
		RefID: "A", TimeRange: backend.TimeRange{From: instant.Add(-time.Minute), To: instant},
		JSON: json.RawMessage(`{"schemaVersion":1,"upstream":{"query":{"expr":"load"}},"output":"` + output + `"}`)}}})
	if err != nil {
		b.t.Fatal(err)
	}
	return response.Responses["A"]
}

func TestASlotIsJudgedOnceForAllItsNumbers(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: outage})
	score, _ := b.number(b.at(noon, "alert"))
	upper, _ := b.number(b.at(noon, "upper"))
	if kept := b.process.judged.Len(); kept != 1 {
		t.Errorf("%d verdicts kept after two outputs of one slot; want 1", kept)
	}
	fresh := newBench(t, shopSeries{labels: api, value: outage})
	wantUpper, _ := fresh.number(fresh.at(noon, "upper"))
	wantScore, _ := fresh.number(fresh.at(noon, "alert"))
	if score != wantScore || upper != wantUpper {
		t.Errorf("score %v, upper %v; want %v, %v as when each is asked for alone", score, upper, wantScore, wantUpper)
	}
	if b.at(noon.Add(5*time.Minute), "alert"); b.process.judged.Len() != 1 {
		t.Errorf("a slot that the clock has not reached changed the kept verdicts")
	}
}

func TestASlotIsCarriedOnOnce(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay})
	hits := metricOf(t, "tidemark_verdict_lookups_total", "hit")
	first, again := framesText(t, b.at(noon, "forecast").Frames), framesText(t, b.at(noon.Add(time.Minute), "forecast").Frames)
	if first != again || metricOf(t, "tidemark_verdict_lookups_total", "hit") != hits+1 {
		t.Errorf("a minute later, in the same slot, the forecast is another one, or was made anew:\n%s\n%s", first, again)
	}
	b.now = noon.Add(5 * time.Minute)
	if next := framesText(t, b.at(b.now, "forecast").Frames); next == first || b.process.forecasts.Len() != 2 {
		t.Errorf("a slot later the forecast is the same, or %d are kept; want another one, and 2", b.process.forecasts.Len())
	}
}

func TestAVerdictIsNotKeptPastItsHistory(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay})
	before, _ := b.number(b.at(noon, "alert"))
	b.shop.series[0].value = outage // late data have come in
	b.now = noon.Add(40 * time.Hour)
	after, _ := b.number(b.at(noon, "alert"))
	if before > 1 || after <= 1 {
		t.Errorf("score %v, then %v once the history was read again; want at most 1, then more", before, after)
	}
}

func TestAQueryThatDoesNotFitBesideOthersIsRefused(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay})
	release := b.fill()
	if response := b.at(noon, "alert"); fault.Code(response.Error) != "query/busy" || response.Status != backend.StatusTooManyRequests {
		t.Errorf("answer = %v, status %d; want query/busy, 429", response.Error, response.Status)
	}
	release()
	if response := b.at(noon, "alert"); response.Error != nil {
		t.Errorf("answer once there is room = %v; want none", response.Error)
	}
	if held, _ := b.process.memory.Held(); held != 0 {
		t.Errorf("%d bytes are still held after the answer; want 0", held)
	}
}

// fill holds all memory, as queries of others would.
func (b *bench) fill() (release func()) {
	var releases []func()
	for org := int64(100); ; org++ {
		ctx := work.WithTicket(b.t.Context(), work.Holder{Org: org, Source: "other"}, true)
		free, ok := b.process.memory.Reserve(ctx, 1<<20)
		if !ok {
			return func() {
				for _, free := range releases {
					free()
				}
			}
		}
		releases = append(releases, free)
	}
}

func TestCachesLeaveRoomForQueries(t *testing.T) {
	for _, sizes := range []Sizes{{HistoryMiB: 128, ModelMiB: 64, MemoryMiB: 1024}, {HistoryMiB: 4096, ModelMiB: 64, MemoryMiB: 256}} {
		if got := sizes.forQueries() >> 20; got < sizes.MemoryMiB/4 || got > sizes.MemoryMiB {
			t.Errorf("%+v leave %d MiB for queries; want from a quarter to all of the memory", sizes, got)
		}
	}
}

// A kept model must give what the learnt one gives: it went through JSON.
func TestAKeptModelJudgesAsTheLearntOne(t *testing.T) {
	for _, kind := range []string{"seasonal", "linear", "auto"} {
		b := newBench(t, shopSeries{labels: api, value: outage})
		fields := `"output":"bands","spec":{"model":{"kind":"` + kind + `"}}`
		learnt := framesText(t, b.ask(false, fields).Frames)
		if b.process.models.Len() == 0 {
			t.Fatalf("%s: no model is kept", kind)
		}
		if kept := framesText(t, b.ask(false, fields).Frames); kept != learnt {
			t.Errorf("%s: a kept model gives\n%s; want what the learnt one gave\n%s", kind, kept, learnt)
		}
	}
}
