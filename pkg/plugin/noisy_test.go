package plugin

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/query"
)

// judgedSoFar is how many series the process has judged.
func judgedSoFar(t *testing.T) float64 {
	t.Helper()
	return metricOf(t, "tidemark_series_total", "")
}

// A hundred dashboards of one organisation wait for the processors. Another's query is answered after
// about as many of their series as it has itself, not after all.
func TestANoisyOrganisationDoesNotDelayAnother(t *testing.T) {
	const dashboards, series = 100, 20
	few := `"output":"value","spec":{"train":{"window":"2d"}}`
	b := newBench(t)
	for i := range series {
		b.shop.series = append(b.shop.series, shopSeries{labels: fmt.Sprintf(`{"i":"%d"}`, i), value: busyDay})
	}
	source := func(org int64) *Datasource {
		return b.instance(org, backend.DataSourceInstanceSettings{UID: "a", Type: query.OwnType, URL: b.shop.URL, JSONData: []byte(`{}`)})
	}
	noisy, quiet := source(1), source(2)
	for _, d := range []*Datasource{noisy, quiet} { // the points are read before
		if response := b.askOf(t.Context(), d, few); response.Error != nil {
			t.Fatal(response.Error)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	var callers sync.WaitGroup
	before := judgedSoFar(t)
	for i := range dashboards {
		callers.Go(func() {
			b.askOf(ctx, noisy, fmt.Sprintf(`"output":"value","spec":{"train":{"window":"2d"},"band":{"interval":0.9%03d}}`, i))
		})
	}
	for deadline := time.Now().Add(time.Minute); judgedSoFar(t) < before+dashboards && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	at := judgedSoFar(t)
	response := b.askOf(t.Context(), quiet, `"output":"value","spec":{"train":{"window":"2d"},"band":{"interval":0.8}}`)
	meanwhile := judgedSoFar(t) - at - series
	cancel()
	callers.Wait()
	if response.Error != nil {
		t.Fatal(response.Error)
	}
	if meanwhile > 4*series {
		t.Errorf("%v series of the noisy organisation were judged before the %d of the other; want about as many", meanwhile, series)
	}
	if at > before+dashboards*series/2 {
		t.Errorf("%v of %d were judged before the other asked; want a test that can tell", at-before, dashboards*series)
	}
}

func (b *bench) askOf(ctx context.Context, d *Datasource, fields string) backend.DataResponse {
	b.t.Helper()
	other := *b
	other.datasource = d
	return other.askContext(ctx, false, fields, 10*time.Minute)
}
