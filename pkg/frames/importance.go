package frames

import (
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine"
)

// SeriesImportance is one series and what its model leans on.
type SeriesImportance struct {
	Series      Series
	Importances *engine.Importances
}

// Importance writes a table with one row for each group of features of a series: by how much
// the error on unseen data grows, in the series' unit, when the group says nothing, and its
// share of all such growth. It is for people and has no type.
func Importance(rows []SeriesImportance) *data.Frame {
	series, model, group := []string{}, []string{}, []string{}
	var increase, share []float64
	for _, row := range rows {
		if row.Importances == nil {
			continue
		}
		for _, g := range row.Importances.Groups {
			series, model, group = append(series, row.Series.Title()), append(model, row.Importances.Kind), append(group, g.Name)
			increase, share = append(increase, g.Increase), append(share, g.Share)
		}
	}
	frame := data.NewFrame("importance",
		data.NewField("series", nil, series), data.NewField("model", nil, model), data.NewField("features", nil, group),
		data.NewField("error grows by", nil, nullable(increase)).SetConfig(&data.FieldConfig{
			Description: "growth of the mean absolute error on unseen points, once these features say nothing"}),
		data.NewField("share", nil, nullable(share)).SetConfig(&data.FieldConfig{Unit: "percentunit"}))
	frame.Meta = &data.FrameMeta{PreferredVisualization: data.VisTypeTable}
	return frame
}
