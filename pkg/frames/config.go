package frames

import "github.com/grafana/grafana-plugin-sdk-go/data"

// Opacity of the two bands in per cent: the core lies over the edge and looks darker.
const (
	edgeOpacity = 12
	coreOpacity = 20
)

// shown is the queried value itself: a plain line.
func shown(title, unit string) *data.FieldConfig {
	return &data.FieldConfig{DisplayNameFromDS: title, Unit: unit}
}

func dashed(title, unit string) *data.FieldConfig {
	return &data.FieldConfig{DisplayNameFromDS: title, Unit: unit, Custom: map[string]any{
		"lineStyle": map[string]any{"fill": "dash", "dash": []int{6, 6}},
		"hideFrom":  hideFrom(true, false, false),
	}}
}

// edge is a band's border: no line of its own, no entry in the legend.
func edge(title, unit string) *data.FieldConfig {
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

// hidden is a number for rules and transformations, on another scale than the value.
func hidden(title string) *data.FieldConfig {
	return &data.FieldConfig{DisplayNameFromDS: title, Custom: map[string]any{"hideFrom": hideFrom(true, true, true)}}
}

func hideFrom(legend, tooltip, viz bool) map[string]any {
	return map[string]any{"legend": legend, "tooltip": tooltip, "viz": viz}
}
