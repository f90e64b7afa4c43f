package detect

import (
	"encoding/json"

	numbers "github.com/tidemark/tidemark/spec"
)

// Constants are the numbers between a residual and its score. spec/detector.json says what
// each means, its unit, and the range over which the figures hold. Twin: Constants.
type Constants struct {
	MeanMs            int64
	PeakMs            int64
	ReferenceQuantile float64
	MinReference      float64
	Exceedances       float64
	Inflation         float64
	NormalInflation   float64
	YoungInflation    float64
	YoungDays         float64
	TailPeaksPerDay   float64
	TailShare         float64
	PriorTailIndex    float64
	PriorTailWeight   float64
	MinTailIndex      float64
	SpacingLevel      float64
	MinSpacing        float64
	IncidentsPerWeek  float64
	IncidentShare     float64
	SeasonalGain      float64
}

// constants is read once from spec/detector.json, which the build embeds.
var constants = readConstants(numbers.Detector)

func readConstants(text []byte) Constants {
	var entries map[string]struct{ Value float64 }
	if err := json.Unmarshal(text, &entries); err != nil {
		panic("BUG: spec/detector.json: " + err.Error())
	}
	of := func(name string) float64 {
		entry, ok := entries[name]
		if !ok {
			panic("BUG: spec/detector.json has no " + name)
		}
		return entry.Value
	}
	return Constants{
		MeanMs: int64(of("meanMs")), PeakMs: int64(of("peakMs")),
		ReferenceQuantile: of("referenceQuantile"), MinReference: of("minReference"),
		Exceedances: of("exceedances"), Inflation: of("inflation"), NormalInflation: of("normalInflation"),
		YoungInflation: of("youngInflation"), YoungDays: of("youngDays"),
		TailPeaksPerDay: of("tailPeaksPerDay"), TailShare: of("tailShare"),
		PriorTailIndex: of("priorTailIndex"), PriorTailWeight: of("priorTailWeight"), MinTailIndex: of("minTailIndex"),
		SpacingLevel: of("spacingLevel"), MinSpacing: of("minSpacing"),
		IncidentsPerWeek: of("incidentsPerWeek"), IncidentShare: of("incidentShare"),
		SeasonalGain: of("seasonalGain"),
	}
}
