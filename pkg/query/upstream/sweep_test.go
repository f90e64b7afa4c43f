package upstream_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/upstream"
)

// An answer that ends at the k-th byte is no answer, for every k: whether the connection is cut there or
// the upstream says that this was all.
func TestAnAnswerThatEndsAtTheKthByteIsNone(t *testing.T) {
	const frames = `{"results":{"A":{"status":200,"frames":[{"schema":{"fields":[{"name":"Time","type":"time","typeInfo":{"frame":"time.Time"}},
		{"name":"Value","type":"number","typeInfo":{"frame":"float64"},"labels":{"job":"a"}}]},"data":{"values":[[60000,120000],[1,2.5]]}}]}}}`
	for name, body := range map[string]string{"prometheus": good, "grafana": frames} {
		for _, isCut := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, cut: %v", name, isCut), func(t *testing.T) {
				k := 0
				server := newHostile(t, func(w http.ResponseWriter, r *http.Request) {
					if isCut {
						w.Header().Set("Content-Length", fmt.Sprint(len(body)))
					}
					jsonAnswer(200, body[:k])(w, r)
				})
				var source upstream.Upstream = prometheus(t, server.URL, limitsFor(nil))
				question := up()
				if name == "grafana" {
					source, question = grafanaOf(t, server.URL, "a"), query.Upstream{UID: "a", Query: []byte(`{}`)}
				}
				for ; k < len(body); k++ {
					if result, err := source.Read(t.Context(), question, oneHour); fault.Code(err) == "" || fault.Code(err) == "uncoded" || len(result.Series) > 0 {
						t.Fatalf("of %q: Read = %v, %v; want a coded error alone", body[:k], result, err)
					}
				}
				if result, err := source.Read(t.Context(), question, oneHour); err != nil || len(result.Series) != 1 {
					t.Errorf("of the whole: Read = %v, %v; want one series, or a test that can tell", result, err)
				}
				t.Logf("%d bytes", len(body))
			})
		}
	}
}
