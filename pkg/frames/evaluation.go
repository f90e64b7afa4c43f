package frames

import (
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine"
)

// Evaluated is one series with its newest model and how good its models were.
type Evaluated struct {
	Series     Series
	Model      engine.ModelSummary
	Evaluation engine.Evaluation
	Asked      *float64 // alerts a week; nil where the spec asks for another limit
}

// Of is the series that the row is about.
func (r Evaluated) Of() Series { return r.Series }

// Evaluation writes a table with one row a series: its title and labels, its model, the
// errors on the history that the model learnt from ("train"), and those on the time range,
// which it had not seen ("held out"). Lengths are in the series' unit; null where a number is
// not defined. It is for people and has no type: a rule would take it for many series.
func Evaluation(rows []Evaluated) *data.Frame {
	frame := table("evaluation", rows)
	cuts := make([]time.Time, len(rows))
	for i, row := range rows {
		cuts[i] = time.UnixMilli(row.Model.CutMs).UTC()
	}
	frame.Fields = append(frame.Fields,
		textColumn("model", rows, func(r Evaluated) string { return r.Model.Kind }),
		data.NewField("trained until", nil, cuts))
	for _, column := range evaluationColumns {
		values := make([]*float64, len(rows))
		for i, row := range rows {
			values[i] = column.of(row)
		}
		frame.Fields = append(frame.Fields, data.NewField(column.name, nil, values).SetConfig(
			&data.FieldConfig{Description: column.help, Unit: column.unit}))
	}
	return frame
}

var evaluationColumns = []struct {
	name, help, unit string
	of               func(Evaluated) *float64
}{
	{"points", "usable points that the newest model learnt from", "", func(r Evaluated) *float64 { return finite(float64(r.Model.Points)) }},
	{"train MAE", "mean absolute error on its own history", "", func(r Evaluated) *float64 { return finite(r.Evaluation.Train.MAE) }},
	{"train R²", "share of the variance explained on its own history", "", func(r Evaluated) *float64 { return r.Evaluation.Train.R2 }},
	{"held out points", "judged points of the time range", "", func(r Evaluated) *float64 { return finite(float64(r.Evaluation.HeldOut.N)) }},
	{"held out MAE", "mean absolute error on points that the model had not seen", "", func(r Evaluated) *float64 { return finite(r.Evaluation.HeldOut.MAE) }},
	{"held out R²", "share of the variance explained on points that the model had not seen", "", func(r Evaluated) *float64 { return r.Evaluation.HeldOut.R2 }},
	{"held out MASE", "MAE over that of the value a day before; below 1 is better than that", "", func(r Evaluated) *float64 { return r.Evaluation.HeldOut.MASE }},
	{"coverage", "share of unseen points inside the interval", "percentunit", func(r Evaluated) *float64 { return finite(r.Evaluation.Interval.Coverage) }},
	{"interval score", "mean width of the interval, plus a penalty for each point outside", "", func(r Evaluated) *float64 { return finite(r.Evaluation.Interval.IntervalScore) }},
	{"pinball", "mean loss of the interval's two limits and its middle", "", func(r Evaluated) *float64 { return finite(r.Evaluation.Interval.Pinball) }},
	{"alerts a week", "incidents that began, per week of judged time, each slot judged by the cut before it; empty below a week", "", func(r Evaluated) *float64 { return r.Evaluation.AlertsPerWeek }},
	{"alerts a week asked", "what band.limit asks for; empty where it asks for a coverage or a multiple", "", func(r Evaluated) *float64 { return r.Asked }},
}

// finite is a number for a nullable column.
func finite(v float64) *float64 { return nullable([]float64{v})[0] }
