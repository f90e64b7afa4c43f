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
	Asked   *float64        `json:"alertsPerWeek,omitempty"` // as the spec asks for
	CutMs   int64           `json:"cutMs,omitempty"`         // of the newest model
	States  map[string]int  `json:"states"`                  // points in each state
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

// Bands writes one analysed series as a timeseries-multi frame: time, score, reason, drift,
// value, expected, lower and upper (the limit), intervalLower and intervalUpper (95 %), anomaly,
// direction, marker; coreLower and coreUpper are the interval under its names of 0.1, for one
// version. Score comes first since alerting reads only the first number of such a frame. Labels
// are the upstream's, unchanged. NaN and infinities become null. The field configs let Grafana's
// own Time series panel draw the band in one colour (of SeriesColors), and marker, the value
// where it is an anomaly. asked is how many alerts a week the spec asks for, or nil.
func Bands(s Series, a engine.Analysis, asked *float64, color string) *data.Frame {
	title := s.Title()
	reason := hidden(title + " reason")
	reason.Mappings = data.ValueMappings{reasonWords()}
	frame := data.NewFrame(title,
		data.NewField("time", nil, stamps(a.TimesMs)).SetConfig(&data.FieldConfig{Interval: float64(a.StepMs)}),
		s.number("score", a.Score, hidden(title+" score")),
		s.number("reason", a.Reason, reason),
		s.number("drift", a.Drift, hidden(title+" drift")),
		s.number("value", a.Value, colored(shown(title, s.Unit), color)),
		s.number("expected", a.Expected, colored(dashed(title+" expected", s.Unit), color)),
	)
	frame.Fields = append(frame.Fields, s.limits(title, a.Lower, a.Upper, color)...)
	frame.Fields = append(frame.Fields, s.interval(title, a.IntervalLower, a.IntervalUpper, color)...)
	frame.Fields = append(frame.Fields,
		s.number("anomaly", a.Anomaly, hidden(title+" anomaly")),
		s.number("direction", a.Direction, hidden(title+" direction")),
		s.number("marker", markers(a), points(title+" marker", s.Unit)),
	)
	frame.Meta = &data.FrameMeta{
		Type: data.FrameTypeTimeSeriesMulti, TypeVersion: dataplaneVersion,
		Custom: map[string]any{"tidemark": metaOf(a, asked)},
	}
	return frame
}

// limits are the two fields of the limit, the area between them filled.
func (s Series) limits(title string, lower, upper []float64, color string) []*data.Field {
	return s.area("lower", "upper", title+" lower", title+" upper", lower, upper, limitOpacity, color)
}

// interval is the 95 % interval, filled, and again under its names of 0.1, hidden.
func (s Series) interval(title string, lower, upper []float64, color string) []*data.Field {
	fields := s.area("intervalLower", "intervalUpper", title+" interval lower", title+" interval upper", lower, upper, intervalOpacity, color)
	return append(fields, s.number("coreLower", lower, hidden(title+" core lower")), s.number("coreUpper", upper, hidden(title+" core upper")))
}

func (s Series) area(lowerName, upperName, lowerTitle, upperTitle string, lower, upper []float64, opacity int, color string) []*data.Field {
	return []*data.Field{
		s.number(lowerName, lower, colored(border(lowerTitle, s.Unit), color)),
		s.number(upperName, upper, colored(fill(border(upperTitle, s.Unit), lowerTitle, opacity), color)),
	}
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

func metaOf(a engine.Analysis, asked *float64) Meta {
	meta := Meta{Version: metaVersion, StepMs: a.StepMs, Asked: asked, States: map[string]int{}, Notices: a.Notices}
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
