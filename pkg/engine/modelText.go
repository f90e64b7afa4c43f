package engine

import (
	"encoding/json"
	"fmt"

	"github.com/tidemark/tidemark/pkg/engine/detect"
	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/shape"
)

// maxModelBytes of a model's text; a large forest has some megabytes.
const maxModelBytes = 64 << 20

// EncodeModel writes a model as JSON, without loss: DecodeModel reads the same bits, in
// either language. The model is not changed.
//
// Errors: model/not-finite, which no model that was learnt gives. Twin: encodeModel in
// src/engine/model/modelText.ts.
func EncodeModel(m *Model) ([]byte, error) {
	text, err := json.Marshal(m)
	if err != nil {
		return nil, fault.New("model/not-finite", "BUG: model: %v; want finite numbers", err)
	}
	return text, nil
}

// DecodeModel reads what EncodeModel of either engine wrote, and checks that its parts fit
// together, so that Apply with it cannot fail on its account.
//
// Errors: model/too-large, model/too-deep, model/not-json, model/wrong-version,
// model/wrong-field (missing, unknown, or of another type), model/wrong-size (lists that do
// not fit each other), model/out-of-range. Twin: decodeModel.
func DecodeModel(text []byte) (*Model, error) {
	if len(text) > maxModelBytes {
		return nil, fault.New("model/too-large", "model: %d bytes; want at most %d", len(text), maxModelBytes)
	}
	raw, err := shape.Parse(text)
	if err != nil {
		return nil, err
	}
	if object, ok := raw.(map[string]any); ok && object["version"] != float64(ModelVersion) {
		return nil, fault.New("model/wrong-version", "model: version %v; want %d. Learn it anew.", object["version"], ModelVersion)
	}
	if err := shape.Check(raw); err != nil {
		return nil, err
	}
	whole, err := json.Marshal(raw) // integers as 1000, however they were written
	if err != nil {
		return nil, fault.New("model/not-json", "BUG: model: %v", err)
	}
	m := &Model{}
	if err := json.Unmarshal(whole, m); err != nil {
		return nil, fault.New("model/wrong-field", "BUG: model: %v", err)
	}
	return m, m.check()
}

// maxLocalLevelPoints is far beyond what is learnt: what is computed from a count must neither
// take the memory nor the day.
const maxLocalLevelPoints = 100_000

func (m *Model) check() error {
	if err := m.Center.Check(); err != nil {
		return err
	}
	if q := m.Band.Quantiles; q != nil {
		if err := m.Center.CheckQuantiles(q.Lower, q.Upper); err != nil {
			return err
		}
		if !(q.Level > 0.5 && q.Level < 1 && q.Stated >= 0) {
			return fault.New("model/out-of-range", "model: quantiles of level %v with stated %v; want a level between 0.5 and 1 and stated ≥ 0", q.Level, q.Stated)
		}
	}
	if n := len(m.Band.Scale.Hours); n != 0 && n != 24 && n != 48 {
		return fault.New("model/wrong-size", "model: band.scale.hours has %d numbers; want 0, 24 or 48", n)
	}
	if n := len(m.Limits.Statistics); n != len(detect.Statistics) {
		return fault.New("model/wrong-size", "model: limits.statistics has %d entries; want %d", n, len(detect.Statistics))
	}
	t := m.Normalisation.Transform
	for _, rule := range []struct {
		holds bool
		what  string
	}{
		{m.StepMs >= 1, "stepMs ≥ 1"},
		{m.Normalisation.Pre > 0, "normalisation.pre > 0"},
		{m.Normalisation.Scale > 0, "normalisation.scale > 0"},
		{t.Kind == "none" || t.Kind == "log1p" && t.Size > 0 || t.Kind == "logit" && t.Low < t.High, "a transform that is none, log1p with size > 0, or logit with low < high"},
		{m.Band.Scale.Overall > 0, "band.scale.overall > 0"},
		{m.Limits.Reference >= 0, "limits.reference ≥ 0"}, // its root makes the limits
		{m.Limits.Stuck >= 0, "limits.stuck ≥ 0"},
		{m.Limits.DayMean >= 0, "limits.dayMean ≥ 0"},
		{m.Band.ExpectedStep.Before >= 0 && m.Band.ExpectedStep.Before <= 2, "band.expectedStep.before of 0 to 2"},
		{m.Band.LocalLevel.Points >= 0 && m.Band.LocalLevel.Points <= maxLocalLevelPoints, fmt.Sprintf("band.localLevel.points of 0 to %d", maxLocalLevelPoints)},
	} {
		if !rule.holds {
			return fault.New("model/out-of-range", "model: want %s", rule.what)
		}
	}
	return nil
}
