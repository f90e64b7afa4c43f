package plugin

import (
	"encoding/json"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/query"
)

// BenchmarkRuleOver10000Series is an alert rule over ten thousand hourly series, first with
// nothing known (cold), then an hour later (warm). The time of the upstream, which runs in
// this process too, is part of it.
func BenchmarkRuleOver10000Series(b *testing.B) {
	series := make([]shopSeries, 10_000)
	for i := range series {
		shift := int64(i) * 1000
		series[i] = shopSeries{labels: fmt.Sprintf(`{"job":"api","pod":"pod-%05d"}`, i), value: func(t int64) float64 { return busyDay(t + shift) }}
	}
	for b.Loop() {
		s := newShopAt(series)
		now := noon
		process := newProcessAt(Sizes{HistoryMiB: 128, ModelMiB: 64, MemoryMiB: 1024}, func() time.Time { return now })
		instance, err := process.NewDatasource(b.Context(), backend.DataSourceInstanceSettings{UID: "t", Type: query.OwnType, URL: s.URL,
			JSONData: []byte(`{"limits":{"timeoutSeconds":25}}`)})
		if err != nil {
			b.Fatal(err)
		}
		for _, temperature := range []string{"cold", "warm"} {
			started, before := time.Now(), s.busy.Load()
			bytes := rule(b, instance.(*Datasource), now)
			whole := time.Since(started)
			b.ReportMetric((whole - time.Duration(s.busy.Load()-before)).Seconds(), temperature+"-s")
			b.ReportMetric(float64(bytes)/(1<<20), temperature+"-reply-MiB")
			now = now.Add(time.Hour)
		}
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		b.ReportMetric(float64(process.models.Bytes()>>20), "models-MiB")
		b.ReportMetric(float64(memory.HeapSys>>20), "heap-MiB")
		instance.(*Datasource).Dispose()
		s.Close()
	}
}

// rule asks once and returns the size of the reply.
func rule(b *testing.B, d *Datasource, now time.Time) int {
	response, err := d.QueryData(b.Context(), &backend.QueryDataRequest{Headers: map[string]string{"FromAlert": "true"}, Queries: []backend.DataQuery{{
		RefID: "A", TimeRange: backend.TimeRange{From: now.Add(-time.Hour), To: now},
		JSON: json.RawMessage(`{"schemaVersion":1,"upstream":{"query":{"expr":"x"}},"output":"alert","spec":{"grid":{"step":"1h"},"train":{"window":"14d"},"model":{"kind":"linear"}}}`),
	}}})
	if err != nil || response.Responses["A"].Error != nil {
		b.Fatal(err, response.Responses["A"].Error)
	}
	if rows := response.Responses["A"].Frames[0].Rows(); rows != 10_000 {
		b.Fatalf("%d rows; want 10,000", rows)
	}
	text, err := response.Responses["A"].Frames[0].MarshalArrow()
	if err != nil {
		b.Fatal(err)
	}
	return len(text)
}
