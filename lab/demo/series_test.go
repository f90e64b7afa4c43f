package demo

import (
	"slices"
	"testing"

	"github.com/tidemark/tidemark/cli/table"
)

func TestATableAsPrometheusHasIt(t *testing.T) {
	tests := []struct {
		name, text string
		want       map[string][]float64
	}{
		{"a category is a series of 0 and 1 a label", "timestamp;value;weather\n2026-01-02;3;sun\n2026-01-01;2;rain\n2026-01-03;;\n",
			map[string][]float64{"m": {2, 3}, "m_weather sun": {0, 1, 0}, "m_weather rain": {1, 0, 0}, "m_weather none": {0, 0, 1}}},
		{"a long file is several series", "timestamp,host,value\n2026-01-01,a,1\n2026-01-01,b,2\n2026-01-02,a,3\n2026-01-02,b,inf\n",
			map[string][]float64{"m a": {1, 3}, "m b": {2}}},
	}
	for _, tt := range tests {
		parsed, err := table.Parse([]byte(tt.text))
		if err != nil {
			t.Fatal(err)
		}
		all := seriesOf(parsed, "m")
		if len(all) != len(tt.want) {
			t.Errorf("%s: %d series; want %d", tt.name, len(all), len(tt.want))
		}
		for _, s := range all {
			key := s.Labels["__name__"]
			for name, label := range s.Labels {
				if name != "__name__" {
					key += " " + label
				}
			}
			if !slices.Equal(s.Values, tt.want[key]) {
				t.Errorf("%s: %s = %v; want %v", tt.name, key, s.Values, tt.want[key])
			}
		}
	}
}
