package upstream

import (
	"bytes"
	"testing"

	"github.com/tidemark/tidemark/pkg/query"
)

// FuzzDecodeMatrix holds that no answer makes the decoder panic or exceed its limits, and
// that times and values always pair up.
func FuzzDecodeMatrix(f *testing.F) {
	for _, seed := range []string{
		`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"b"},"values":[[1,"2"],[3.5,"NaN"]]}]},"warnings":["w"]}`,
		`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"histograms":[[1,{"count":"1"}]]}]}}`,
		`{"status":"error","errorType":"bad_data","error":"parse error"}`,
		`{"data":null}`, `{"status":"success"`, `[[[[`, "\xff\xfe{", `{"status":1}`, `{"status":"success","data":{"result":{}}}`,
	} {
		f.Add([]byte(seed))
	}
	limits := query.DefaultLimits()
	limits.MaxSeries, limits.MaxPoints = 50, 500
	f.Fuzz(func(t *testing.T, body []byte) {
		result, err := decodeMatrix(bytes.NewReader(body), limits, nil)
		if err != nil {
			return
		}
		points := 0
		for _, series := range result.Series {
			points += len(series.Values)
			if len(series.TimesMs) != len(series.Values) {
				t.Errorf("decodeMatrix(%q): %d times and %d values; want as many", body, len(series.TimesMs), len(series.Values))
			}
		}
		if len(result.Series) > limits.MaxSeries || points > limits.MaxPoints {
			t.Errorf("decodeMatrix(%q): %d series with %d points; want at most %d and %d", body, len(result.Series), points, limits.MaxSeries, limits.MaxPoints)
		}
	})
}
