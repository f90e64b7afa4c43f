package frames

import (
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// Incident is what a rule would have raised for a series.
type Incident struct {
	Series       Series
	FromMs, ToMs int64 // from the first instant of its first anomalous slot to the end of its last
	Peak         float64
	Reason       float64 // of the peak
}

// Of is the series that the row is about.
func (r Incident) Of() Series { return r.Series }

// Incidents writes a table with one row an incident, in the order given. It is for people and has
// no type.
func Incidents(rows []Incident) *data.Frame {
	frame := table("incidents", rows)
	instant := func(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
	frame.Fields = append(frame.Fields,
		data.NewField("start", nil, columnOf(rows, func(r Incident) time.Time { return instant(r.FromMs) })),
		data.NewField("end", nil, columnOf(rows, func(r Incident) time.Time { return instant(r.ToMs) })),
		data.NewField("peak score", nil, nullable(columnOf(rows, func(r Incident) float64 { return r.Peak }))).SetConfig(
			&data.FieldConfig{Description: "how many times its limit the incident reached"}),
		data.NewField("reason", nil, nullable(columnOf(rows, func(r Incident) float64 { return r.Reason }))).SetConfig(
			&data.FieldConfig{Description: "which limit was exceeded at the peak", Mappings: data.ValueMappings{reasonWords()}}))
	return frame
}
