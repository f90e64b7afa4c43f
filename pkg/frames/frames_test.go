package frames_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/grafana/dataplane/sdata/numeric"
	"github.com/grafana/dataplane/sdata/timeseries"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/frames"
)

var (
	nan  = math.NaN()
	once = 1.0
)

func stamp(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

func TestReadTakesEveryShape(t *testing.T) {
	one, text := 1.0, "eu"
	tests := []struct {
		name  string
		frame *data.Frame
		want  string // one line a series: name labels times values
		code  string
	}{
		{name: "wide with labels", frame: data.NewFrame("",
			data.NewField("Time", nil, []time.Time{stamp(1), stamp(2)}),
			data.NewField("Value", data.Labels{"job": "a"}, []float64{1, 2}),
			data.NewField("Value", data.Labels{"job": "b"}, []float64{3, nan})),
			want: " job=a [1 2] [1 2]\n job=b [1 2] [3 NaN]"},
		{name: "a table of columns", frame: data.NewFrame("",
			data.NewField("t", nil, []time.Time{stamp(1)}), data.NewField("cpu", nil, []int64{7}), data.NewField("on", nil, []bool{true})),
			want: "cpu  [1] [7]\non  [1] [1]"},
		{name: "nulls are missing", frame: data.NewFrame("",
			data.NewField("t", nil, []time.Time{stamp(1), stamp(2)}), data.NewField("v", nil, []*float64{nil, &one})),
			want: "v  [1 2] [NaN 1]"},
		{name: "long, rows in any order", frame: data.NewFrame("",
			data.NewField("t", nil, []time.Time{stamp(2), stamp(1), stamp(1)}),
			data.NewField("v", nil, []float64{2, 1, 9}), data.NewField("region", nil, []*string{&text, &text, nil})),
			want: " region=eu [2 1] [2 1]\n  [1] [9]"},
		{name: "a name that the source chose", frame: data.NewFrame("",
			data.NewField("t", nil, []time.Time{stamp(1)}),
			data.NewField("v", data.Labels{"a": "b"}, []float64{1}).SetConfig(&data.FieldConfig{DisplayNameFromDS: "Requests", Unit: "reqps"})),
			want: "Requests a=b [1] [1]"},
		{name: "no rows", frame: data.NewFrame("", data.NewField("t", nil, []time.Time{}), data.NewField("v", nil, []float64{})), want: "v  [] []"},
		{name: "no fields", frame: data.NewFrame(""), want: ""},
		{name: "no frame", frame: nil, want: ""},
		{name: "no time", frame: data.NewFrame("", data.NewField("v", nil, []float64{1})), code: "frames/no-time-field"},
		{name: "no number", frame: data.NewFrame("", data.NewField("t", nil, []time.Time{stamp(1)}), data.NewField("v", nil, []string{"1"})), code: "frames/no-number-field"},
		{name: "unequal fields", frame: data.NewFrame("", data.NewField("t", nil, []time.Time{stamp(1)}), data.NewField("v", nil, []float64{})), code: "frames/bad-shape"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := frames.Read(data.Frames{tt.frame})
			var lines []string
			for _, s := range got {
				lines = append(lines, fmt.Sprintf("%s %s %v %v", s.Name, s.Labels, s.TimesMs, s.Values))
			}
			if text := strings.Join(lines, "\n"); text != tt.want || fault.Code(err) != tt.code {
				t.Errorf("Read = %q, %q; want %q, %q", text, fault.Code(err), tt.want, tt.code)
			}
		})
	}
}

func TestDuplicatesAreNamed(t *testing.T) {
	series := make([]frames.Series, 6)
	for i := range series {
		series[i] = frames.Series{Labels: data.Labels{"job": "a"}}
	}
	err := frames.RefuseDuplicates(len(series),
		func(i int) string { return frames.LabelsKey(series[i].Labels) },
		func(i int) string { return series[i].Title() })
	if fault.Code(err) != "frames/duplicate-series" || strings.Count(err.Error(), `{job="a"}`) != 3 {
		t.Errorf("RefuseDuplicates = %v; want frames/duplicate-series with 3 examples", err)
	}
}

func analysis() engine.Analysis {
	row := func(v float64) []float64 { return []float64{nan, v} }
	return engine.Analysis{
		StepMs: 60_000, TimesMs: []int64{0, 60_000}, Value: []float64{5, 9},
		Expected: row(5), Lower: row(3), Upper: row(7), IntervalLower: row(4), IntervalUpper: row(6),
		Lower99: row(3), Upper99: row(7), Score: row(2), Reason: row(2), Drift: row(1.5), Direction: row(1), Anomaly: row(math.Inf(1)),
		State:  []uint8{engine.Learning, engine.Anomalous},
		Models: []engine.ModelSummary{{CutMs: 0, Kind: "seasonal", Points: 336, MAE: nan, Coverage: 0.95}},
	}
}

// Grafana's own reader must see exactly one series in a bands frame: the score.
func TestAlertingReadsTheScoreOfABandsFrame(t *testing.T) {
	series := frames.Series{Name: "Requests", Labels: data.Labels{"job": "a"}, Unit: "reqps"}
	frame := frames.Bands(series, analysis(), &once, "blue")
	reader, err := timeseries.CollectionReaderFromFrames(data.Frames{frame})
	if err != nil {
		t.Fatal(err)
	}
	collection, err := reader.GetCollection(true)
	if err != nil || collection.Warning != nil || len(collection.Refs) != 1 {
		t.Fatalf("Grafana reads %d series, warning %v, error %v; want one", len(collection.Refs), collection.Warning, err)
	}
	ref := collection.Refs[0]
	if ref.ValueField.Name != "score" || ref.GetLabels().String() != "job=a" {
		t.Errorf("Grafana reads %s{%s}; want score{job=a}", ref.ValueField.Name, ref.GetLabels())
	}
}

func TestABandsFrameHasItsFieldsAndNoNaN(t *testing.T) {
	frame := frames.Bands(frames.Series{Name: "Requests", Labels: data.Labels{"job": "a"}}, analysis(), &once, "blue")
	text, err := json.Marshal(frame)
	if err != nil {
		t.Fatalf("the frame can't be written: %v", err)
	}
	if _, err := frame.MarshalArrow(); err != nil {
		t.Fatalf("the frame can't be sent: %v", err)
	}
	var got struct {
		Schema struct{ Fields []struct{ Name string } }
		Data   struct{ Values [][]*float64 }
	}
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	want := []string{"time", "score", "reason", "drift", "value", "expected", "lower", "upper", "intervalLower", "intervalUpper", "coreLower", "coreUpper", "anomaly", "direction", "marker"}
	for i, name := range want {
		if got.Schema.Fields[i].Name != name {
			t.Errorf("field %d is %s; want %s", i, got.Schema.Fields[i].Name, name)
		}
	}
	if marker := got.Data.Values[14]; marker[0] != nil || marker[1] == nil || *marker[1] != 9 {
		t.Errorf("values = %s; want a marker on the anomaly only", text)
	}
	if got.Data.Values[1][0] != nil || *got.Data.Values[1][1] != 2 || got.Data.Values[12][1] != nil {
		t.Errorf("values = %s; want null for NaN and infinity, 2 for the score", text)
	}
	if v := got.Data.Values; *v[8][1] != 4 || *v[9][1] != 6 || *v[10][1] != 4 || *v[11][1] != 6 {
		t.Errorf("values = %s; want the interval 4 to 6, under its names of 0.1 too", text)
	}
}

func TestEveryDisplayNameOfAFrameDiffersAndBandsReferToThem(t *testing.T) {
	frame := frames.Bands(frames.Series{Name: "Requests"}, analysis(), &once, "blue")
	names := map[string]bool{}
	for _, field := range frame.Fields[1:] {
		if names[field.Config.DisplayNameFromDS] {
			t.Errorf("display name %q occurs twice", field.Config.DisplayNameFromDS)
		}
		names[field.Config.DisplayNameFromDS] = true
	}
	for _, field := range frame.Fields {
		if field.Config == nil || field.Config.Custom == nil {
			continue
		}
		if below, ok := field.Config.Custom["fillBelowTo"]; ok && !names[below.(string)] {
			t.Errorf("field %s fills down to %q; want the display name of another field", field.Name, below)
		}
	}
}

func TestSeriesOfOneAnswerDifferInColor(t *testing.T) {
	seen := map[string]bool{}
	for _, color := range frames.SeriesColors("Requests", 8) {
		if seen[color] || color == "red" {
			t.Errorf("color %q is used twice, or is that of anomalies", color)
		}
		seen[color] = true
	}
	if again := frames.SeriesColors("Requests", 9); again[8] != again[0] {
		t.Errorf("the ninth color is %q; want the first again, %q", again[8], again[0])
	}
}

func TestNumericKeepsEveryIdentity(t *testing.T) {
	tests := []struct {
		name    string
		numbers []frames.Number
		kind    data.FrameType
		want    string
	}{
		{"same label names", []frames.Number{{data.Labels{"job": "a"}, 1.5}, {data.Labels{"job": "b"}, nan}}, data.FrameTypeNumericLong,
			"score{job=a} 1.5, score{job=b} null"},
		{"different label names", []frames.Number{{data.Labels{"job": "a"}, 1.5}, {data.Labels{"pod": "b"}, nan}}, data.FrameTypeNumericMulti,
			"score{job=a} 1.5, score{pod=b} null"},
		{"no labels", []frames.Number{{nil, 2}}, data.FrameTypeNumericLong, "score{} 2"},
		{"an infinity", []frames.Number{{nil, math.Inf(1)}}, data.FrameTypeNumericLong, "score{} null"},
		{"nothing", nil, data.FrameTypeNumericLong, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := frames.Numeric("score", tt.numbers)
			if got[0].Meta.Type != tt.kind || got[0].Meta.TypeVersion != (data.FrameTypeVersion{0, 1}) {
				t.Errorf("type = %s %v; want %s 0.1", got[0].Meta.Type, got[0].Meta.TypeVersion, tt.kind)
			}
			if text := asGrafanaReads(t, got); text != tt.want {
				t.Errorf("Grafana reads %s; want %s", text, tt.want)
			}
		})
	}
}

// asGrafanaReads lists the numbers that Grafana's own reader finds.
func asGrafanaReads(t *testing.T, all data.Frames) string {
	t.Helper()
	reader, err := numeric.CollectionReaderFromFrames(all)
	if err != nil {
		t.Fatal(err)
	}
	collection, err := reader.GetCollection(false)
	if err != nil || collection.Warning != nil {
		t.Fatalf("Grafana's reader: %v, warning %v", err, collection.Warning)
	}
	var parts []string
	for _, ref := range collection.Refs {
		value, _, err := ref.NullableFloat64Value()
		if err != nil {
			t.Fatal(err)
		}
		text := "null"
		if value != nil {
			text = fmt.Sprint(*value)
		}
		parts = append(parts, fmt.Sprintf("%s{%s} %s", ref.GetMetricName(), ref.GetLabels(), text))
	}
	return strings.Join(parts, ", ")
}
