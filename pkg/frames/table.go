package frames

import (
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// Titled is a row of a table for people, about one series.
type Titled interface{ Of() Series }

// table begins a table for people: a column of titles, and one for each label that any of the rows'
// series has.
func table[T Titled](name string, rows []T) *data.Frame {
	frame := data.NewFrame(name, textColumn("series", rows, func(r T) string { return r.Of().Title() }))
	for _, label := range allLabels(rows) {
		frame.Fields = append(frame.Fields, textColumn(label, rows, func(r T) string { return r.Of().Labels[label] }))
	}
	frame.Meta = &data.FrameMeta{PreferredVisualization: data.VisTypeTable}
	return frame
}

func textColumn[T any](name string, rows []T, of func(T) string) *data.Field {
	return data.NewField(name, nil, columnOf(rows, of))
}

func columnOf[T, V any](rows []T, of func(T) V) []V {
	column := make([]V, len(rows))
	for i, row := range rows {
		column[i] = of(row)
	}
	return column
}

// allLabels are the names of the labels of any row, sorted.
func allLabels[T Titled](rows []T) []string {
	var names []string
	seen := map[string]bool{}
	for _, row := range rows {
		for name := range row.Of().Labels {
			if !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}
