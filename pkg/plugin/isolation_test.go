package plugin

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
)

// Dashboards of one organisation ask for networks that would take hours; they are admitted here by
// a limit that an admin has raised. A rule of another organisation, and one of the same data source, are answered meanwhile.
func TestCostlyPanelsStopNoRule(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay}, shopSeries{labels: `{"job":"web"}`, value: busyDay})
	costly := b.instance(1, backend.DataSourceInstanceSettings{UID: "a", Type: query.OwnType, URL: b.shop.URL, JSONData: []byte(`{"limits":{"maxCost":1e12}}`)})
	other := b.instance(2, backend.DataSourceInstanceSettings{UID: "a", Type: query.OwnType, URL: b.shop.URL, JSONData: []byte(`{}`)})
	ctx, cancel := context.WithCancel(t.Context())
	var panels sync.WaitGroup
	ended := make(chan string, 100)
	for i := range 8 {
		panels.Go(func() {
			response := b.askOf(ctx, costly, fmt.Sprintf(`"output":"bands","spec":{"model":{"kind":"neural","seed":%d,"neural":{"hidden":[64,64,64],"epochs":400,"batch":1,"patience":500}}}`, i))
			ended <- fmt.Sprint(response.Error)
		})
	}
	for b.process.scheduler.Waiting() == 0 {
		time.Sleep(time.Millisecond) // until all places of panels are taken
	}
	for name, d := range map[string]*Datasource{"another organisation": other, "the same data source": costly} {
		rule := *b
		rule.datasource = d
		if response := rule.ask(true, `"output":"alert","spec":{"model":{"kind":"seasonal"}}`); response.Error != nil {
			t.Errorf("a rule of %s: %v; want an answer", name, response.Error)
		}
	}
	if len(ended) > 0 {
		t.Errorf("a panel has ended (%s); want a test that can tell", <-ended)
	}
	cancel()
	panels.Wait()
}

// What would not fit is refused by its estimate, before anything is read.
func TestWorkBeyondTheMemoryIsRefusedBeforeItIsDone(t *testing.T) {
	var seasons []string
	for i := range 8 {
		seasons = append(seasons, fmt.Sprintf(`{"period":"%dh","harmonics":24}`, 5+i))
	}
	for name, spec := range map[string]string{
		"a step of a second": `{"grid":{"step":"1s"}}`,
		"a year of minutes, eight seasons of 24 harmonics": `{"grid":{"step":"1m"},"train":{"window":"1y"},"features":{"seasonality":[` + strings.Join(seasons, ",") + `]}}`,
		"a network on a year of minutes":                   `{"grid":{"step":"1m"},"train":{"window":"1y"},"model":{"kind":"neural","neural":{"epochs":1}}}`,
		"a forest that is as large as its history":         `{"grid":{"step":"1m"},"train":{"window":"30d"},"model":{"kind":"forest","forest":{"trees":500,"maxDepth":30,"minLeaf":1}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, shopSeries{labels: api, value: busyDay})
			b.connect(`{"limits":{"maxCost":1e12}}`)
			response := b.ask(false, `"output":"bands","spec":`+spec)
			if fault.Code(response.Error) != "query/too-much-memory" || !strings.Contains(response.Error.Error(), "memory_mib") {
				t.Errorf("answer = %v; want query/too-much-memory, which names memory_mib", response.Error)
			}
			if calls := b.shop.calls.Load(); calls != 0 {
				t.Errorf("%d calls were made before the refusal; want 0", calls)
			}
		})
	}
}

// Each label of a series has a copy in every field of its frame.
func TestAnAnswerOfLongLabelsIsRefused(t *testing.T) {
	var series []shopSeries
	for i := range 200 {
		series = append(series, shopSeries{labels: fmt.Sprintf(`{"i":"%d","x":%q}`, i, strings.Repeat("x", 15<<10)), value: busyDay})
	}
	response := newBench(t, series...).ask(false, `"output":"bands","spec":{"train":{"window":"2h","minPoints":8}}`)
	if fault.Code(response.Error) != "query/too-much-text" || !strings.Contains(response.Error.Error(), "limits.maxBodyMiB") {
		t.Errorf("answer = %v; want query/too-much-text, which names its limit", response.Error)
	}
}

// Regressors are read beside the series: their points count with its own.
func TestRegressorsCountTowardsThePoints(t *testing.T) {
	var regressors []string
	for i := range 4 {
		regressors = append(regressors, fmt.Sprintf(`{"name":"r%d","query":{"query":{"expr":"r%d"}}}`, i, i))
	}
	fields := `"output":"alert","spec":{"features":{"regressors":[` + strings.Join(regressors, ",") + `]}}`
	for _, tt := range []struct {
		maxPoints int
		code      string
	}{{30_000, ""}, {20_000, "query/too-many-points"}} { // about 4,600 a series
		b := newBench(t, shopSeries{labels: api, value: busyDay})
		b.connect(fmt.Sprintf(`{"limits":{"maxPoints":%d}}`, tt.maxPoints))
		if response := b.ask(true, fields); fault.Code(response.Error) != tt.code {
			t.Errorf("with maxPoints %d the answer is %v; want %q", tt.maxPoints, response.Error, tt.code)
		}
	}
}

// Nothing that was read with a credential is kept once it is refused.
func TestARevokedCredentialTakesAllWithItThatItHasRead(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay})
	daily := `"output":"alert","spec":{"grid":{"step":"1h"}}` // whose slots need no call for an hour
	for _, fields := range []string{daily, `"output":"forecast"`, `"output":"bands"`} {
		if response := b.ask(false, fields); response.Error != nil {
			t.Fatal(response.Error)
		}
	}
	b.shop.status = 401
	b.now = b.now.Add(59 * time.Second)
	if response := b.ask(true, daily); response.Error != nil {
		t.Errorf("within a minute: %v; want the answer that is kept, or a test that can tell", response.Error)
	}
	b.now = b.now.Add(time.Second)
	if response := b.ask(true, daily); fault.Code(response.Error) != "upstream/unauthorized" {
		t.Errorf("after a minute: %v; want upstream/unauthorized", response.Error)
	}
	if n := b.process.models.Len() + b.process.judged.Len() + b.process.forecasts.Len() + b.process.histories.Len(); n != 0 {
		t.Errorf("%d things that were read with the credential are kept; want none", n)
	}
	b.shop.status = 0
	if response := b.ask(true, daily); response.Error != nil {
		t.Errorf("with the credential restored: %v; want an answer", response.Error)
	}
}
