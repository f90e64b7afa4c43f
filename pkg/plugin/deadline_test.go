package plugin

import (
	"fmt"
	"testing"
	"time"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// One deadline covers what is read and what is computed, for each output that computes; the upstream of this test is
// quick, and its caller has no deadline of its own.
func TestOneDeadlineCoversReadingAndComputing(t *testing.T) {
	for _, output := range []string{"alert", "bands", "forecast", "evaluation", "importance"} {
		t.Run(output, func(t *testing.T) {
			b := newBench(t, shopSeries{labels: api, value: busyDay})
			b.connect(`{"limits":{"maxCost":1e12,"timeoutSeconds":1}}`)
			fields := fmt.Sprintf(`"output":%q,"spec":{"model":{"kind":"neural","neural":{"hidden":[64,64,64],"epochs":500,"batch":1,"patience":500}}}`, output)
			done := make(chan string)
			go func() { done <- fault.Code(b.askRange(output == "alert", fields, 3*time.Hour).Error) }()
			select {
			case code := <-done:
				if code != "query/timeout" {
					t.Errorf("answer = %q; want query/timeout", code)
				}
			case <-time.After(time.Minute):
				t.Fatal("no answer within a minute; want query/timeout after a second")
			}
			// The next tick is as if nothing had happened.
			if response := b.ask(true, `"output":"alert","spec":{"model":{"kind":"seasonal"}}`); response.Error != nil {
				t.Errorf("the next answer = %v; want none", response.Error)
			}
		})
	}
}
