package frames

import (
	"math"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine"
)

// dataplaneVersion is the version of Grafana's data plane contract that every typed frame
// names; without it alerting would take each number field for a series of its own.
var dataplaneVersion = data.FrameTypeVersion{0, 1}

// metaVersion is the version of meta.custom.tidemark.
const metaVersion = 1

// Meta is meta.custom.tidemark of a bands frame: it tells the panel that the frame is
// analysed already, and how.
type Meta struct {
	Version int             `json:"version"`
	StepMs  int64           `json:"stepMs"`
	CutMs   int64           `json:"cutMs,omitempty"` // of the newest model
	States  map[string]int  `json:"states"`          // points in each state
	Notices []engine.Notice `json:"notices,omitempty"`
	Models  []Model         `json:"models,omitempty"`
}

// Model is engine.ModelSummary with null where a number is not available: JSON has no NaN,
// and one would cost the whole frame.
type Model struct {
	CutMs    int64    `json:"cutMs"`
	Kind     string   `json:"kind"`
	Points   int      `json:"points"`
	MAE      *float64 `json:"mae"`
	Coverage *float64 `json:"coverage"`
}

// Bands writes one analysed series as a timeseries-multi frame: time, score, value, expected,
// lower, upper, coreLower, coreUpper, anomaly, direction, marker. Score comes first since
// alerting reads only the first number of such a frame. Labels are the upstream's, unchanged.
// NaN and infinities become null. The field configs let Grafana's own Time series panel draw
// the band in one colour (of SeriesColors), and marker, the value where it is an anomaly.
func Bands(s Series, a engine.Analysis, color string) *data.Frame {
	title := s.Title()
	lower, coreLower := title+" lower", title+" core lower"
	frame := data.NewFrame(title,
		data.NewField("time", nil, stamps(a.TimesMs)).SetConfig(&data.FieldConfig{Interval: float64(a.StepMs)}),
		s.number("score", a.Score, hidden(title+" score")),
		s.number("value", a.Value, colored(shown(title, s.Unit), color)),
		s.number("expected", a.Expected, colored(dashed(title+" expected", s.Unit), color)),
		s.number("lower", a.Lower, colored(edge(lower, s.Unit), color)),
		s.number("upper", a.Upper, colored(fill(edge(title+" upper", s.Unit), lower, edgeOpacity), color)),
		s.number("coreLower", a.CoreLower, colored(edge(coreLower, s.Unit), color)),
		s.number("coreUpper", a.CoreUpper, colored(fill(edge(title+" core upper", s.Unit), coreLower, coreOpacity), color)),
		s.number("anomaly", a.Anomaly, hidden(title+" anomaly")),
		s.number("direction", a.Direction, hidden(title+" direction")),
		s.number("marker", markers(a), points(title+" marker", s.Unit)),
	)
	frame.Meta = &data.FrameMeta{
		Type: data.FrameTypeTimeSeriesMulti, TypeVersion: dataplaneVersion,
		Custom: map[string]any{"tidemark": metaOf(a)},
	}
	return frame
}

// markers are the anomalous values; NaN elsewhere.
func markers(a engine.Analysis) []float64 {
	out := make([]float64, len(a.Value))
	for i, state := range a.State {
		out[i] = math.NaN()
		if state == engine.Anomalous {
			out[i] = a.Value[i]
		}
	}
	return out
}

func metaOf(a engine.Analysis) Meta {
	meta := Meta{Version: metaVersion, StepMs: a.StepMs, States: map[string]int{}, Notices: a.Notices}
	for _, state := range a.State {
		meta.States[stateName(state)]++
	}
	for _, m := range a.Models {
		numbers := nullable([]float64{m.MAE, m.Coverage})
		meta.Models = append(meta.Models, Model{CutMs: m.CutMs, Kind: m.Kind, Points: m.Points, MAE: numbers[0], Coverage: numbers[1]})
		meta.CutMs = m.CutMs
	}
	return meta
}

func stateName(state uint8) string {
	switch state {
	case engine.Learning:
		return "learning"
	case engine.Normal:
		return "normal"
	case engine.Anomalous:
		return "anomalous"
	case engine.Excluded:
		return "excluded"
	}
	return "missing"
}

func stamps(timesMs []int64) []time.Time {
	out := make([]time.Time, len(timesMs))
	for i, ms := range timesMs {
		out[i] = time.UnixMilli(ms).UTC()
	}
	return out
}

// number makes a nullable field; its values are copied.
func (s Series) number(name string, values []float64, config *data.FieldConfig) *data.Field {
	return data.NewField(name, s.Labels, nullable(values)).SetConfig(config)
}

// nullable turns what is not a finite number into null. It is the last gate before Grafana,
// where NaN would count as "alerting" (ngalert, stateFromVal).
func nullable(values []float64) []*float64 {
	kept := make([]float64, len(values))
	out := make([]*float64, len(values))
	for i, v := range values {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			kept[i] = v
			out[i] = &kept[i]
		}
	}
	return out
}
