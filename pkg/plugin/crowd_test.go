package plugin

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
)

// Five hundred different queries of 20 series come at one time, at the smallest memory and at the
// default one: each is answered within its time, or told that others were at work.
func TestManyQueriesAtOneTimeAreAnsweredOrRefused(t *testing.T) {
	for _, memoryMiB := range []int64{256, 1024} {
		t.Run(fmt.Sprint(memoryMiB, " MiB"), func(t *testing.T) {
			b := newBench(t)
			b.process = newProcessAt(Sizes{HistoryMiB: 128, ModelMiB: 64, MemoryMiB: memoryMiB}, func() time.Time { return b.now })
			for i := range 20 {
				b.shop.series = append(b.shop.series, shopSeries{labels: fmt.Sprintf(`{"i":"%d"}`, i), value: busyDay})
			}
			d := b.instance(1, backend.DataSourceInstanceSettings{UID: "a", Type: query.OwnType, URL: b.shop.URL, JSONData: []byte(`{"limits":{"timeoutSeconds":4}}`)})
			codes := make([]string, 500)
			var callers sync.WaitGroup
			for i := range codes {
				callers.Go(func() {
					response := b.askOf(t.Context(), d, fmt.Sprintf(`"output":"bands","spec":{"model":{"kind":"linear"},"train":{"window":"4d"},"band":{"interval":0.9%03d}}`, i))
					codes[i] = fault.Code(response.Error)
				})
			}
			callers.Wait()
			count := map[string]int{}
			for _, code := range codes {
				count[code]++
			}
			if count[""] == 0 || count["query/busy"] == 0 || count[""]+count["query/busy"] != len(codes) {
				t.Errorf("codes %v; want some answers, some query/busy, and nothing else", count)
			}
			t.Logf("%d of %d are answered", count[""], len(codes))
			for held, _ := b.process.memory.Held(); held != 0; held, _ = b.process.memory.Held() {
				time.Sleep(time.Millisecond) // until what was cancelled has ended
			}
		})
	}
}
