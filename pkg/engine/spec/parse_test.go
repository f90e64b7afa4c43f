package spec_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/spec"
)

func TestParseFillsInDefaults(t *testing.T) {
	got, notices, err := spec.Parse([]byte(`{}`))
	if err != nil || len(notices) != 0 {
		t.Fatalf("Parse({}) = %v notices, %v; want none", notices, err)
	}
	if got.Grid.Step != "auto" || got.Band.Interval != 0.95 || *got.Band.Limit.AlertsPerWeek != 1 || got.Detect.Points.N != 0 || !got.Features.Seasonality.Auto {
		t.Errorf("Parse({}) = %+v; want the defaults of spec/schema.json", got)
	}
	text, _ := json.Marshal(got)
	again, _, err := spec.Parse(text)
	second, _ := json.Marshal(again)
	if err != nil || string(second) != string(text) {
		t.Errorf("Parse(Marshal(Parse({}))) = %s, %v; want %s", second, err, text)
	}
}

func TestAPercentageForAShareIsToldHowToWriteIt(t *testing.T) {
	const remedy = "It is a share: write 0.95 for 95 %."
	tests := []struct {
		text string
		want bool
	}{
		{`{"band":{"interval":95}}`, true},
		{`{"band":{"limit":{"coverage":99.9}}}`, true},
		{`{"band":{"interval":0.999}}`, false},
		{`{"band":{"interval":0}}`, false},
		{`{"model":{"neural":{"learningRate":5}}}`, false},
		{`{"detect":{"recover":5000000}}`, false},
	}
	for _, tt := range tests {
		_, _, err := spec.Parse([]byte(tt.text))
		if err == nil || strings.HasSuffix(err.Error(), remedy) != tt.want {
			t.Errorf("Parse(%s) = %v; want a refusal, with %q: %v", tt.text, err, remedy, tt.want)
		}
	}
}

func TestParseReportsOneCode(t *testing.T) {
	tests := []struct{ name, text, code string }{
		{"a list is no spec", `[]`, "spec/not-an-object"},
		{"half a document", `{`, "spec/not-json"},
		{"a version of the future", `{"schemaVersion":3}`, "spec/newer-version"},
		{"a percentage for a probability", `{"band":{"interval":95}}`, "spec/out-of-range"},
		{"a number for a duration", `{"train":{"window":14}}`, "spec/wrong-type"},
		{"a unit that is none", `{"train":{"window":"14 days"}}`, "spec/bad-duration"},
		{"a window of a minute", `{"train":{"window":"1m"}}`, "spec/out-of-range"},
		{"two edges", `{"band":{"limit":{"multiple":2,"coverage":0.99}}}`, "spec/not-one-of"},
		{"more points than the last n", `{"detect":{"points":{"k":3,"n":2}}}`, "spec/out-of-range"},
		{"a zone that is none", `{"features":{"timezone":"Europe/Atlantis"}}`, "spec/unknown-timezone"},
		{"a 31st of June", `{"train":{"exclude":[{"from":"2026-06-31","to":"2026-07-02"}]}}`, "spec/bad-time"},
		{"a model that does not exist", `{"model":{"kind":"oracle"}}`, "spec/not-one-of"},
		{"null is no default", `{"grid":null}`, "spec/wrong-type"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, _, err := spec.Parse([]byte(tt.text)); fault.Code(err) != tt.code {
				t.Errorf("Parse(%s) fails with %q (%v); want %q", tt.text, fault.Code(err), err, tt.code)
			}
		})
	}
}
