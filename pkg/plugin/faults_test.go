package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/upstream"
)

// instance makes a data source of an organisation in b's process.
func (b *bench) instance(org int64, s backend.DataSourceInstanceSettings) *Datasource {
	b.t.Helper()
	made, err := b.process.NewDatasource(inOrg(b.t, org), s)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(made.(*Datasource).Dispose)
	return made.(*Datasource)
}

func TestNobodyReadsWhatAnotherHasCached(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay})
	settings := func(change func(*backend.DataSourceInstanceSettings)) backend.DataSourceInstanceSettings {
		s := backend.DataSourceInstanceSettings{UID: "a", Type: query.OwnType, URL: b.shop.URL, JSONData: []byte(`{}`), Updated: time.Unix(1, 0)}
		if change != nil {
			change(&s)
		}
		return s
	}
	first := settings(nil)
	for _, other := range []struct {
		name     string
		org      int64
		settings backend.DataSourceInstanceSettings
		calls    bool
	}{
		{"the first", 1, first, true},
		{"the same once more", 1, first, false},
		{"another organisation", 2, first, true},
		{"another data source", 1, settings(func(s *backend.DataSourceInstanceSettings) { s.UID = "b" }), true},
		{"the same after its settings or its secret were saved", 1, settings(func(s *backend.DataSourceInstanceSettings) { s.Updated = time.Unix(2, 0) }), true},
		{"another address", 1, settings(func(s *backend.DataSourceInstanceSettings) { s.URL += "/" }), true},
	} {
		b.datasource = b.instance(other.org, other.settings)
		b.shop.calls.Store(0)
		if response := b.ask(true, `"output":"alert"`); response.Error != nil {
			t.Fatalf("%s: %v", other.name, response.Error)
		}
		if got := b.shop.calls.Load() > 0; got != other.calls {
			t.Errorf("%s: asked the upstream: %v; want %v", other.name, got, other.calls)
		}
	}
}

func TestAnInstanceThatIsReplacedFinishesItsQueries(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay})
	reached, proceed := make(chan struct{}, 10), make(chan struct{})
	inner := b.shop.Config.Handler
	b.shop.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reached <- struct{}{}
		<-proceed
		inner.ServeHTTP(w, r)
	})
	answer := make(chan backend.DataResponse)
	old := b.datasource
	go func() { answer <- b.ask(true, `"output":"alert"`) }()
	<-reached
	old.Dispose()
	close(proceed)
	if response := <-answer; response.Error != nil {
		t.Errorf("answer = %v; want none, though the instance was replaced meanwhile", response.Error)
	}
}

func TestASlowUpstreamIsAnErrorWithinTheLimit(t *testing.T) {
	b := newBench(t)
	stop := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-stop:
		}
	}))
	defer slow.Close()
	defer close(stop)
	b.datasource = b.instance(1, backend.DataSourceInstanceSettings{UID: "a", Type: query.OwnType, URL: slow.URL, JSONData: []byte(`{"limits":{"timeoutSeconds":1}}`)})
	started := time.Now()
	response := b.ask(true, `"output":"alert"`)
	code := fault.Code(response.Error)
	if code != "query/timeout" && code != "upstream/timeout" || response.Status != backend.StatusTimeout || time.Since(started) > 10*time.Second {
		t.Errorf("answer = %v with status %d after %s; want a timeout after about a second", response.Error, response.Status, time.Since(started))
	}
}

// The slot that a rule is about follows from the time it was scheduled for.
func TestAClockThatIsAheadChangesNoVerdict(t *testing.T) {
	right := newBench(t, shopSeries{labels: api, value: outage})
	ahead := newBench(t, shopSeries{labels: api, value: outage})
	ahead.now = noon.Add(time.Hour)
	want, got := framesText(t, right.at(noon, "alert").Frames), framesText(t, ahead.at(noon, "alert").Frames)
	if got != want {
		t.Errorf("with a clock an hour ahead: %s; want %s", got, want)
	}
}

// broken panics in the worst place: in a goroutine that serves several callers.
type broken struct{ upstream.Upstream }

func (broken) Read(context.Context, query.Upstream, upstream.Range) (upstream.Result, error) {
	panic("boom")
}

func TestAPanicIsTheErrorOfOneQuery(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay})
	whole := b.datasource.upstream
	b.datasource.upstream = broken{whole}
	response := b.ask(true, `"output":"alert"`)
	if fault.Code(response.Error) != "bug/panic" || response.ErrorSource != backend.ErrorSourcePlugin || response.Status != backend.StatusInternal {
		t.Errorf("answer = %v from %s with %d; want bug/panic from the plugin with 500", response.Error, response.ErrorSource, response.Status)
	}
	b.datasource.upstream = whole
	if response := b.ask(true, `"output":"alert"`); response.Error != nil {
		t.Errorf("the next answer = %v; want none", response.Error)
	}
}

// Whatever a label holds is data: it arrives as it was, in valid UTF-8.
func TestLabelsArePassedOnUnchanged(t *testing.T) {
	for _, value := range []string{
		"", "<script>alert(1)</script>", "{{constructor.constructor('alert(1)')()}}", "a\nb\x00c", "\u202etxt.exe", "🙂", strings.Repeat("x", 10<<10), `"} or vector(1) #`, "$job",
	} {
		labels, _ := json.Marshal(map[string]string{"v": value})
		response := newBench(t, shopSeries{labels: string(labels), value: busyDay}).ask(true, `"output":"alert"`)
		if response.Error != nil {
			t.Fatalf("label %.30q: %v", value, response.Error)
		}
		if got, _ := response.Frames[0].Fields[0].ConcreteAt(0); got != value {
			t.Errorf("label %.30q became %.30q; want it unchanged", value, got)
		}
	}
	many := map[string]string{}
	for i := range 60 {
		many[fmt.Sprintf("label_%d", i)] = "v"
	}
	labels, _ := json.Marshal(many)
	response := newBench(t, shopSeries{labels: string(labels), value: busyDay}).ask(true, `"output":"alert"`)
	if response.Error != nil || len(response.Frames[0].Fields) != 61 {
		t.Errorf("60 labels: %d fields, %v; want 61", len(response.Frames[0].Fields), response.Error)
	}
}
