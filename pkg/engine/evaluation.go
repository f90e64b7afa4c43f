package engine

import (
	"github.com/tidemark/tidemark/pkg/engine/evaluate"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// Evaluation says how good the models of an analysis were, where they were trained and
// where they were not.
type Evaluation struct {
	Train         evaluate.Errors     `json:"train"`         // of the newest model, on its own history
	TrainInterval evaluate.BandErrors `json:"trainInterval"` // of its interval, on that history, out of fold
	HeldOut       evaluate.Errors     `json:"heldOut"`       // walking forward: each slot by a model that had not seen it
	Interval      evaluate.BandErrors `json:"interval"`      // of the interval, walking forward
	AlertsPerWeek *float64            `json:"alertsPerWeek"` // incidents that began, walking forward; nil below a week
}

// Evaluate measures an analysis. It is not changed. Twin: evaluate in src/engine/evaluation.ts.
func Evaluate(a *Analysis, s Spec) Evaluation {
	e := Evaluation{
		HeldOut:       evaluate.Measure(a.Value, a.Expected, int(zone.DayMs/a.StepMs)),
		Interval:      evaluate.MeasureBand(a.Value, a.IntervalLower, a.Expected, a.IntervalUpper, s.Band.Interval),
		AlertsPerWeek: evaluate.AlertsPerWeek(a.Anomaly, a.StepMs),
	}
	if n := len(a.Models); n > 0 {
		e.Train, e.TrainInterval = a.Models[n-1].Train, a.Models[n-1].Interval
	}
	return e
}
