package prometheus

import (
	"encoding/json"
	"fmt"

	jsoniter "github.com/json-iterator/go"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/util/jsonutil"
)

// valueJSON writes a query's result as Prometheus' web/api/v1/json_codec.go does: times in seconds,
// values as strings ("NaN", "+Inf"). Samples are floats: the store has no native histogram.
func valueJSON(value parser.Value) (json.RawMessage, error) {
	out := jsoniter.NewStream(jsoniter.ConfigCompatibleWithStandardLibrary, nil, 4096)
	switch v := value.(type) {
	case promql.Matrix:
		writeArray(out, len(v), func(i int) {
			writeSeries(out, v[i].Metric, "values", func() {
				writeArray(out, len(v[i].Floats), func(j int) { writePoint(out, v[i].Floats[j].T, v[i].Floats[j].F) })
			})
		})
	case promql.Vector:
		writeArray(out, len(v), func(i int) {
			writeSeries(out, v[i].Metric, "value", func() { writePoint(out, v[i].T, v[i].F) })
		})
	case promql.Scalar, promql.String:
		out.WriteVal(v)
	default:
		return nil, fmt.Errorf("the query gave %T; want a matrix, vector, scalar or string", v)
	}
	return out.Buffer(), out.Error
}

func writeArray(out *jsoniter.Stream, n int, write func(i int)) {
	out.WriteArrayStart()
	for i := range n {
		if i > 0 {
			out.WriteMore()
		}
		write(i)
	}
	out.WriteArrayEnd()
}

func writeSeries(out *jsoniter.Stream, metric labels.Labels, field string, write func()) {
	out.WriteObjectStart()
	out.WriteObjectField("metric")
	out.WriteVal(metric)
	out.WriteMore()
	out.WriteObjectField(field)
	write()
	out.WriteObjectEnd()
}

func writePoint(out *jsoniter.Stream, ms int64, value float64) {
	out.WriteArrayStart()
	jsonutil.MarshalTimestamp(ms, out)
	out.WriteMore()
	jsonutil.MarshalFloat(value, out)
	out.WriteArrayEnd()
}

// truncated keeps the first limit series; 0 keeps all.
func truncated(value parser.Value, limit int) (parser.Value, bool) {
	switch v := value.(type) {
	case promql.Matrix:
		if limit > 0 && len(v) > limit {
			return v[:limit], true
		}
	case promql.Vector:
		if limit > 0 && len(v) > limit {
			return v[:limit], true
		}
	}
	return value, false
}
