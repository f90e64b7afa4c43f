package frames_test

import (
	"maps"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/pkg/frames"
)

// Labels may hold any bytes, those of a separator among them.
func TestKeysAreInjective(t *testing.T) {
	text := rapid.SliceOfN(rapid.SampledFrom([]byte{0xff, 0xfe, ':', '1', 'a', 0}), 0, 3)
	labels := func(t *rapid.T, name string) data.Labels {
		out := data.Labels{}
		for range rapid.IntRange(0, 3).Draw(t, name) {
			out[string(text.Draw(t, "name"))] = string(text.Draw(t, "value"))
		}
		return out
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := labels(t, "a"), labels(t, "b")
		if same := frames.LabelsKey(a) == frames.LabelsKey(b); same != maps.Equal(a, b) {
			t.Fatalf("keys of %q and %q are equal: %v", a, b, same)
		}
		one, other := frames.Series{Labels: a, Name: string(text.Draw(t, "name"))}, frames.Series{Labels: b, Name: string(text.Draw(t, "name"))}
		if same := one.Key() == other.Key(); same != (maps.Equal(a, b) && one.Name == other.Name) {
			t.Fatalf("keys of %v and %v are equal: %v", one, other, same)
		}
	})
}

func TestASeparatorInALabelMakesNoOtherLabels(t *testing.T) {
	b := data.Labels{"a": "b", "c": "d"}
	for separator := range 256 {
		s := string([]byte{byte(separator)})
		for _, a := range []data.Labels{{"a": "b" + s + "c" + s + "d"}, {"a" + s + "b" + s + "c": "d"}} {
			if frames.LabelsKey(a) == frames.LabelsKey(b) {
				t.Errorf("%q and %q have one key; want two", a, b)
			}
		}
	}
}
