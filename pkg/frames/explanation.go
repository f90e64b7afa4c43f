package frames

import (
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine"
)

// Explained is one series and why the expected value of a slot is what it is.
type Explained struct {
	Series Series
	*engine.Explanation
}

// Of is the series that the row is about.
func (r Explained) Of() Series { return r.Series }

// Explanations writes a table with one row a series: the slot, its value and expected value, the
// parts that add up to the latter, one column for each regressor, and the verdict in a sentence. All
// numbers have the series' unit, where all series have the same. It is for people and has no type.
func Explanations(rows []Explained) *data.Frame {
	frame := table("explanation", rows)
	unit := commonUnit(rows)
	column := func(name, help string, of func(Explained) *float64) {
		frame.Fields = append(frame.Fields, data.NewField(name, nil, columnOf(rows, of)).SetConfig(&data.FieldConfig{Description: help, Unit: unit}))
	}
	frame.Fields = append(frame.Fields, data.NewField("time", nil, columnOf(rows, func(r Explained) time.Time { return time.UnixMilli(r.TimeMs).UTC() })))
	column("value", "of the newest complete slot", func(r Explained) *float64 { return r.Value })
	column("expected", "sum of the parts, within the spec's bounds", func(r Explained) *float64 { return finite(r.Expected) })
	column("level", "what is expected when nothing else is known", func(r Explained) *float64 { return finite(r.Level) })
	column("trend", "slope and steps", func(r Explained) *float64 { return finite(r.Trend) })
	column("season", "day, week and other periods", func(r Explained) *float64 { return finite(r.Season) })
	column("calendar", "what weekends and holidays change", func(r Explained) *float64 { return finite(r.Calendar) })
	for _, name := range regressorNames(rows) {
		column("regressor "+name, "what this regressor adds", func(r Explained) *float64 { return effectOf(r, name) })
	}
	frame.Fields = append(frame.Fields, textColumn("verdict", rows, func(r Explained) string { return r.Verdict }))
	return frame
}

// commonUnit is the unit that all rows have, or none.
func commonUnit(rows []Explained) string {
	for _, row := range rows {
		if row.Series.Unit != rows[0].Series.Unit {
			return ""
		}
	}
	if len(rows) == 0 {
		return ""
	}
	return rows[0].Series.Unit
}

// regressorNames are those of any row, in their order.
func regressorNames(rows []Explained) []string {
	var names []string
	seen := map[string]bool{}
	for _, row := range rows {
		for _, effect := range row.Regressors {
			if !seen[effect.Name] {
				seen[effect.Name] = true
				names = append(names, effect.Name)
			}
		}
	}
	return names
}

// effectOf is nil for a regressor that the row's model does not know.
func effectOf(row Explained, name string) *float64 {
	for _, effect := range row.Regressors {
		if effect.Name == name {
			return finite(effect.Value)
		}
	}
	return nil
}
