package frames_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/detect"
	"github.com/tidemark/tidemark/pkg/frames"
)

// The files in testdata are what the panel, its twin in src/frames and users' rules rely on.
// Nothing writes them but a person: a change is a change of the contract.
func TestFramesAreAsPromised(t *testing.T) {
	series := frames.Series{Name: "Requests", Labels: data.Labels{"job": "api"}, Unit: "reqps"}
	tests := []struct {
		file string
		got  data.Frames
	}{
		{"bands.json", data.Frames{frames.Bands(series, analysis(), &once, "blue")}},
		{"alert.json", frames.Numeric("score", []frames.Number{{Labels: data.Labels{"job": "api"}, Value: 2}, {Labels: data.Labels{"job": "web"}, Value: nan}})},
		{"evaluation.json", data.Frames{frames.Evaluation(evaluated(series)), frames.Incidents(incidents(series))}},
		{"noData.json", frames.Numeric("score", nil)},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			want, err := os.ReadFile("testdata/" + tt.file)
			if err != nil {
				t.Fatal(err)
			}
			text, err := json.Marshal(tt.got)
			if err != nil {
				t.Fatal(err)
			}
			if got := indented(t, text); got != indented(t, want) {
				t.Errorf("frames = %s; want those of testdata/%s", got, tt.file)
			}
		})
	}
}

// evaluated are a series whose alerts a week are measured, and one that was judged for days only.
func evaluated(series frames.Series) []frames.Evaluated {
	rate := 2.25
	model := engine.ModelSummary{Kind: "linear", CutMs: 1_794_873_600_000, Points: 4032}
	return []frames.Evaluated{
		{Series: series, Model: model, Evaluation: engine.Evaluation{AlertsPerWeek: &rate}, Asked: &once},
		{Series: frames.Series{Labels: data.Labels{"job": "new"}}, Model: model, Asked: &once},
	}
}

func incidents(series frames.Series) []frames.Incident {
	return []frames.Incident{
		{Series: series, FromMs: 1_794_492_300_000, ToMs: 1_794_494_580_000, Peak: 2.31, Reason: detect.ReasonHourlyMean},
		{Series: series, FromMs: 1_794_182_400_000, ToMs: 1_794_182_700_000, Peak: nan, Reason: detect.ReasonMissing},
	}
}

// indented sorts the keys too: the SDK writes those of a map in no fixed order.
func indented(t *testing.T, text []byte) string {
	t.Helper()
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	out, err := json.MarshalIndent(tree, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// What goes to Grafana must not differ between two replicas.
func TestAFrameIsSentAsTheSameBytesEachTime(t *testing.T) {
	series := frames.Series{Name: "Requests", Labels: data.Labels{"job": "api", "pod": "x", "zone": "y"}, Unit: "reqps"}
	first, err := frames.Bands(series, analysis(), &once, "blue").MarshalArrow()
	if err != nil {
		t.Fatal(err)
	}
	for range 100 {
		if again, _ := frames.Bands(series, analysis(), &once, "blue").MarshalArrow(); !bytes.Equal(first, again) {
			t.Fatal("MarshalArrow of equal frames gives different bytes; want the same")
		}
	}
}
