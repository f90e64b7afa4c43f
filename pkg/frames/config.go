package frames

import (
	"hash/fnv"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// Opacity of the two bands in per cent: the interval lies over the limit's and looks darker.
const (
	limitOpacity    = 12
	intervalOpacity = 20
)

// palette has names that Grafana resolves in light and dark; red is left to anomalies.
var palette = []string{"blue", "orange", "purple", "green", "yellow", "dark-blue", "dark-orange", "dark-purple"}

// SeriesColors gives each of n series of one answer a colour of Grafana's palette, in turn.
// Grafana would colour field by field, the band unlike its value. The first colour depends on
// first, a title, so that two queries in one panel mostly differ; all repeat after 8.
func SeriesColors(first string, n int) []string {
	sum := fnv.New32a()
	sum.Write([]byte(first))
	start := int(sum.Sum32() % uint32(len(palette)))
	colors := make([]string, n)
	for i := range colors {
		colors[i] = palette[(start+i)%len(palette)]
	}
	return colors
}

func colored(config *data.FieldConfig, color string) *data.FieldConfig {
	config.Color = map[string]any{"mode": "fixed", "fixedColor": color}
	return config
}

// shown is the queried value itself: a plain line.
func shown(title, unit string) *data.FieldConfig {
	return &data.FieldConfig{DisplayNameFromDS: title, Unit: unit}
}

func dashed(title, unit string) *data.FieldConfig {
	return &data.FieldConfig{DisplayNameFromDS: title, Unit: unit, Custom: map[string]any{
		"lineStyle":  map[string]any{"fill": "dash", "dash": []int{6, 6}},
		"showPoints": "never",
		"hideFrom":   hideFrom(true, false, false),
	}}
}

// border is one of a band's two: no line of its own, no entry in the legend.
func border(title, unit string) *data.FieldConfig {
	return &data.FieldConfig{DisplayNameFromDS: title, Unit: unit, Custom: map[string]any{
		"lineWidth": 0, "fillOpacity": 0, "showPoints": "never",
		"hideFrom": hideFrom(true, false, false),
	}}
}

// fill paints from this border down to the field with the given display name, which must be
// unique in the panel: Grafana looks it up by name.
func fill(config *data.FieldConfig, below string, opacity int) *data.FieldConfig {
	config.Custom["fillBelowTo"] = below
	config.Custom["fillOpacity"] = opacity
	return config
}

// points marks single values, in red; the legend has the value's own entry already.
func points(title, unit string) *data.FieldConfig {
	config := &data.FieldConfig{DisplayNameFromDS: title, Unit: unit, Custom: map[string]any{
		"drawStyle": "points", "showPoints": "always", "pointSize": 6,
		"hideFrom": hideFrom(true, true, false),
	}}
	return colored(config, "red")
}

// hidden is a number for rules and transformations, on another scale than the value.
func hidden(title string) *data.FieldConfig {
	return &data.FieldConfig{DisplayNameFromDS: title, Custom: map[string]any{"hideFrom": hideFrom(true, true, true)}}
}

func hideFrom(legend, tooltip, viz bool) map[string]any {
	return map[string]any{"legend": legend, "tooltip": tooltip, "viz": viz}
}
