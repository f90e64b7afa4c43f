package plugin

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/query"
)

// marked is a Grafana with one series, which has an outage, and annotations.
func marked(t *testing.T, annotations *string) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path == "/api/annotations" {
			_, _ = io.WriteString(w, *annotations)
			return
		}
		var asked struct {
			From, To string
			Queries  []struct{ IntervalMs int64 }
		}
		_ = json.NewDecoder(r.Body).Decode(&asked)
		from, _ := strconv.ParseInt(asked.From, 10, 64)
		to, _ := strconv.ParseInt(asked.To, 10, 64)
		var times, values []string
		for at := from; at <= to; at += asked.Queries[0].IntervalMs {
			times, values = append(times, strconv.FormatInt(at, 10)), append(values, fmt.Sprint(outage(at)))
		}
		fmt.Fprintf(w, `{"results":{"A":{"status":200,"frames":[{"schema":{"fields":[{"name":"Time","type":"time","typeInfo":{"frame":"time.Time"}},
			{"name":"Value","type":"number","typeInfo":{"frame":"float64"},"labels":{"job":"api"}}]},"data":{"values":[[%s],[%s]]}}]}}}`,
			strings.Join(times, ","), strings.Join(values, ","))
	}))
	t.Cleanup(server.Close)
	return server
}

// stateOf asks for the newest slot's state of a spec with a tag.
func stateOf(t *testing.T, s backend.DataSourceInstanceSettings, process *Process) (state float64, err error) {
	t.Helper()
	instance, err := process.NewDatasource(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(instance.(*Datasource).Dispose)
	response, err := instance.(*Datasource).QueryData(t.Context(), &backend.QueryDataRequest{Queries: []backend.DataQuery{{
		RefID: "A", TimeRange: backend.TimeRange{From: noon.Add(-time.Hour), To: noon},
		JSON: json.RawMessage(`{"schemaVersion":1,"upstream":{"uid":"prom","query":{"expr":"x"}},"output":"state","spec":{"train":{"excludeTags":["deploy"]}}}`),
	}}})
	if err != nil {
		t.Fatal(err)
	}
	answer := response.Responses["A"]
	if answer.Error != nil {
		return 0, answer.Error
	}
	for _, field := range answer.Frames[0].Fields {
		if value, ok := field.ConcreteAt(0); ok && field.Type().Numeric() {
			return strconv.ParseFloat(fmt.Sprint(value), 64)
		}
	}
	t.Fatalf("%v; want a state", answer.Frames[0])
	return 0, nil
}

// An annotation with the tag excludes the outage that it marks, and does so no more once it
// is gone, though models and verdicts are kept.
func TestAnnotationsExcludeWhatTheyMark(t *testing.T) {
	annotations := "[]"
	server := marked(t, &annotations)
	process := newProcessAt(Sizes{HistoryMiB: 16, ModelMiB: 16, MemoryMiB: 256}, func() time.Time { return noon })
	s := backend.DataSourceInstanceSettings{UID: "t", Type: query.OwnType, DecryptedSecureJSONData: map[string]string{"token": "x"},
		JSONData: fmt.Appendf(nil, `{"upstream":"grafana","grafanaUrl":"%s","pinned":[{"uid":"prom","type":"prometheus","name":"P"}]}`, server.URL)}
	outageMark := fmt.Sprintf(`[{"time":%d,"timeEnd":%d,"tags":["deploy"]}]`, noon.Add(-3*time.Hour).UnixMilli(), noon.UnixMilli())
	for _, step := range []struct {
		annotations string
		want        uint8
	}{{"[]", engine.Anomalous}, {outageMark, engine.Excluded}, {"[]", engine.Anomalous}} {
		annotations = step.annotations
		if got, err := stateOf(t, s, process); err != nil || got != float64(step.want) {
			t.Errorf("with the annotations %s the state is %v, %v; want %d", step.annotations, got, err, step.want)
		}
	}
}

func TestAPrometheusHasNoAnnotations(t *testing.T) {
	process := newProcessAt(Sizes{HistoryMiB: 16, ModelMiB: 16, MemoryMiB: 256}, func() time.Time { return noon })
	s := backend.DataSourceInstanceSettings{UID: "t", Type: query.OwnType, URL: newShop(t).URL}
	if _, err := stateOf(t, s, process); err == nil || !strings.Contains(err.Error(), "has no annotations") {
		t.Errorf("the answer is %v; want that a Prometheus has no annotations", err)
	}
}
