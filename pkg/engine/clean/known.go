package clean

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/series"
)

// KnownUntil returns the first instant of which a regressor says nothing any more: one of
// its own steps after its last sample, shifted by its lag; ok is false if it has none.
//
// Errors: clean/bad-time, clean/unequal-lengths. Twin: knownUntil in src/engine/clean/known.ts.
func KnownUntil(r series.Regressor, lagMs int64) (timeMs int64, ok bool, err error) {
	ordered, err := order(samplesOf(r))
	if err != nil {
		return 0, false, err
	}
	for i := len(ordered.TimesMs) - 1; i >= 0; i-- {
		if finite(ordered.Values[i]) {
			return ordered.TimesMs[i] + medianStep(ordered.TimesMs) + lagMs, true, nil
		}
	}
	return 0, false, nil
}

// samplesOf returns a regressor's samples, those of a category as 0, or NaN where it has
// no label.
func samplesOf(r series.Regressor) series.Series {
	if r.Kind == series.Number {
		return r.Series
	}
	values := make([]float64, len(r.Labels))
	for i, label := range r.Labels {
		if label == "" {
			values[i] = math.NaN()
		}
	}
	return series.Series{TimesMs: r.TimesMs, Values: values}
}
