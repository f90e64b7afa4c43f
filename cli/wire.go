package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"math"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/forecast"
	"github.com/tidemark/tidemark/pkg/engine/series"
)

// floats is a slice of numbers whose bits survive: base64 of little-endian float64.
// Twin: encode and decode in cli/wire.ts.
type floats []float64

// UnmarshalJSON reads base64.
func (f *floats) UnmarshalJSON(text []byte) error {
	var encoded string
	if err := json.Unmarshal(text, &encoded); err != nil {
		return err
	}
	bytes, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return err
	}
	*f = make(floats, len(bytes)/8)
	for i := range *f {
		(*f)[i] = math.Float64frombits(binary.LittleEndian.Uint64(bytes[8*i:]))
	}
	return nil
}

// MarshalJSON writes base64. All NaNs become one: their payload means nothing, and differs
// between processors.
func (f floats) MarshalJSON() ([]byte, error) {
	bytes := make([]byte, 8*len(f))
	for i, v := range f {
		if math.IsNaN(v) {
			v = math.Float64frombits(0x7ff8000000000000)
		}
		binary.LittleEndian.PutUint64(bytes[8*i:], math.Float64bits(v))
	}
	return json.Marshal(base64.StdEncoding.EncodeToString(bytes))
}

type wireSeries struct {
	TimesMs floats `json:"timesMs"`
	Values  floats `json:"values"`
}

type wireRegressor struct {
	Name   string     `json:"name"`
	Kind   string     `json:"kind"`
	Series wireSeries `json:"series"`
	Labels []string   `json:"labels"`
}

type wireWindow struct {
	FromMs int64 `json:"fromMs"`
	ToMs   int64 `json:"toMs"`
	NowMs  int64 `json:"nowMs"`
	StepMs int64 `json:"stepMs"`
}

func (s wireSeries) series() (engine.Series, error) {
	times, err := instants(s.TimesMs)
	return engine.Series{TimesMs: times, Values: s.Values}, err
}

func allSeries(wired []wireSeries) ([]engine.Series, error) {
	all := make([]engine.Series, len(wired))
	for i, one := range wired {
		var err error
		if all[i], err = one.series(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (j job) input() (engine.Input, error) {
	raw, err := j.Series.series()
	if err != nil {
		return engine.Input{}, err
	}
	others, err := allSeries(j.Others)
	if err != nil {
		return engine.Input{}, err
	}
	in := engine.Input{Series: raw, Others: others}
	for _, r := range j.Regressors {
		times, err := instants(r.Series.TimesMs)
		if err != nil {
			return engine.Input{}, err
		}
		regressor := engine.Regressor{Name: r.Name, Kind: r.Kind}
		if r.Kind == series.Number {
			regressor.Series = engine.Series{TimesMs: times, Values: r.Series.Values}
		} else {
			regressor.TimesMs, regressor.Labels = times, r.Labels
		}
		in.Regressors = append(in.Regressors, regressor)
	}
	return in, nil
}

// instants refuses what the engine's int64 cannot hold, with the code that the twin has
// for it.
func instants(times floats) ([]int64, error) {
	out := make([]int64, len(times))
	for i, t := range times {
		if math.Floor(t) != t || math.Abs(t) > 1<<53 {
			return nil, fault.New("clean/bad-time", "clean: stamp %d of the series is %v ms; want whole milliseconds in the years 1 to 9999", i, t)
		}
		out[i] = int64(t)
	}
	return out, nil
}

// or returns the job's window; without one, all of the series.
func (w *wireWindow) or(times []int64) engine.Window {
	if w != nil {
		return engine.Window{FromMs: w.FromMs, ToMs: w.ToMs, NowMs: w.NowMs, StepMs: w.StepMs}
	}
	if len(times) == 0 {
		return engine.Window{}
	}
	all := engine.Window{FromMs: times[0], ToMs: times[0]}
	for _, t := range times {
		all.FromMs, all.ToMs = min(all.FromMs, t), max(all.ToMs, t)
	}
	return all
}

// wireAnalysis is an Analysis with its arrays encoded.
type wireAnalysis struct {
	StepMs        int64                 `json:"stepMs"`
	TimesMs       floats                `json:"timesMs"`
	Value         floats                `json:"value"`
	Expected      floats                `json:"expected"`
	Lower         floats                `json:"lower"`
	Upper         floats                `json:"upper"`
	IntervalLower floats                `json:"intervalLower"`
	IntervalUpper floats                `json:"intervalUpper"`
	Lower99       floats                `json:"lower99"`
	Upper99       floats                `json:"upper99"`
	Score         floats                `json:"score"`
	Reason        floats                `json:"reason"`
	Drift         floats                `json:"drift"`
	Direction     floats                `json:"direction"`
	Anomaly       floats                `json:"anomaly"`
	State         floats                `json:"state"`
	Notices       []engine.Notice       `json:"notices"`
	Models        []engine.ModelSummary `json:"models"`
	Evaluation    engine.Evaluation     `json:"evaluation"`
}

func wireOf(a *engine.Analysis, e engine.Evaluation) *wireAnalysis {
	return &wireAnalysis{
		StepMs: a.StepMs, TimesMs: asFloats(a.TimesMs), Value: a.Value, Expected: a.Expected,
		Lower: a.Lower, Upper: a.Upper, IntervalLower: a.IntervalLower, IntervalUpper: a.IntervalUpper,
		Lower99: a.Lower99, Upper99: a.Upper99, Score: a.Score, Reason: a.Reason, Drift: a.Drift, Direction: a.Direction,
		Anomaly: a.Anomaly, State: asFloats(a.State), Notices: a.Notices, Models: a.Models, Evaluation: e,
	}
}

func asFloats[T int64 | uint8](values []T) floats {
	out := make(floats, len(values))
	for i, v := range values {
		out[i] = float64(v)
	}
	return out
}

// wireGroup is a Group with its arrays encoded.
type wireGroup struct {
	StepMs   int64           `json:"stepMs"`
	TimesMs  floats          `json:"timesMs"`
	Expected floats          `json:"expected"`
	Lower    floats          `json:"lower"`
	Upper    floats          `json:"upper"`
	Members  []wireMember    `json:"members"`
	Notices  []engine.Notice `json:"notices"`
}

type wireMember struct {
	Value   floats `json:"value"`
	Score   floats `json:"score"`
	Outlier floats `json:"outlier"`
}

func wireOfGroup(g *engine.Group) *wireGroup {
	w := &wireGroup{StepMs: g.StepMs, TimesMs: asFloats(g.TimesMs), Expected: g.Expected, Lower: g.Lower, Upper: g.Upper, Members: make([]wireMember, len(g.Members)), Notices: g.Notices}
	for i, m := range g.Members {
		w.Members[i] = wireMember{Value: m.Value, Score: m.Score, Outlier: m.Outlier}
	}
	return w
}

// wireForecast is a Forecast with its arrays encoded.
type wireForecast struct {
	StepMs        int64              `json:"stepMs"`
	TimesMs       floats             `json:"timesMs"`
	Expected      floats             `json:"expected"`
	Lower         floats             `json:"lower"`
	Upper         floats             `json:"upper"`
	IntervalLower floats             `json:"intervalLower"`
	IntervalUpper floats             `json:"intervalUpper"`
	Crossing      *forecast.Crossing `json:"crossing"`
	Notices       []engine.Notice    `json:"notices"`
}

func wireOfForecast(f *engine.Forecast) *wireForecast {
	return &wireForecast{
		StepMs: f.StepMs, TimesMs: asFloats(f.TimesMs), Expected: f.Expected, Lower: f.Lower, Upper: f.Upper,
		IntervalLower: f.IntervalLower, IntervalUpper: f.IntervalUpper, Crossing: f.Crossing, Notices: f.Notices,
	}
}
