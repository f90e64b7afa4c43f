// Package spec reads the one JSON object that says what is normal for a series and when
// to say that it is not. Its shape, defaults and limits stand in spec/schema.json, which
// both engines interpret. Twin: src/engine/spec. Numbers: spec/vectors/spec.
package spec

import (
	"encoding/json"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/holiday"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// Spec is a complete spec: every field is valid and set. Durations are texts such as
// "5m", or a word such as "auto"; see spec/schema.json for the meaning of each field.
type Spec struct {
	SchemaVersion int      `json:"schemaVersion"`
	Grid          Grid     `json:"grid"`
	Train         Train    `json:"train"`
	Clean         Clean    `json:"clean"`
	Transform     string   `json:"transform"`
	Features      Features `json:"features"`
	Model         Model    `json:"model"`
	Band          Band     `json:"band"`
	Adapt         Adapt    `json:"adapt"`
	Detect        Detect   `json:"detect"`
	Outliers      Outliers `json:"outliers"`
	Forecast      Forecast `json:"forecast"`

	document map[string]any
}

// Grid is the even grid that every stage works on.
type Grid struct {
	Step      string `json:"step"`
	Aggregate string `json:"aggregate"`
	Delay     string `json:"delay"`
}

// Train configures the training window and the training cutoffs.
type Train struct {
	Window      string   `json:"window"`
	Every       string   `json:"every"`
	MinPoints   Count    `json:"minPoints"`
	Exclude     []Range  `json:"exclude"`
	ExcludeTags []string `json:"excludeTags"` // the caller turns them into ranges: see Excluding
}

// Range is FromMs ≤ t < ToMs, in epoch milliseconds.
type Range struct {
	FromMs Instant `json:"from"`
	ToMs   Instant `json:"to"`
}

// Clean says what missing and outlying points count for.
type Clean struct {
	Missing  string `json:"missing"`
	Outliers string `json:"outliers"`
}

// Features configures the inputs of the expected value.
type Features struct {
	Trend       string      `json:"trend"`
	Seasonality Seasonality `json:"seasonality"`
	Timezone    string      `json:"timezone"`
	Holidays    Holidays    `json:"holidays"`
	Regressors  []Regressor `json:"regressors"`
	Select      string      `json:"select"`
}

// Holidays names days that are not like others of their weekday. Days lists them, nil for
// none.
type Holidays struct {
	Countries []string      `json:"countries"`
	ICal      string        `json:"ical"`
	Days      *holiday.Days `json:"-"`
}

// Period is one entry of a listed seasonality.
type Period struct {
	Period    string `json:"period"`
	Harmonics int    `json:"harmonics"`
}

// Regressor names one explaining series; Query is the data source's.
type Regressor struct {
	Name  string          `json:"name"`
	Lag   Lags            `json:"lag"`
	Query json.RawMessage `json:"query,omitempty"`
}

// Model says how the expected value is learnt.
type Model struct {
	Kind    string  `json:"kind"`
	Ridge   float64 `json:"ridge"`
	Seed    int64   `json:"seed"`
	Tree    Tree    `json:"tree"`
	Forest  Forest  `json:"forest"`
	Boosted Boosted `json:"boosted"`
	Neural  Neural  `json:"neural"`
}

// Tree says how one tree grows.
type Tree struct {
	MaxDepth int `json:"maxDepth"`
	MinLeaf  int `json:"minLeaf"`
}

// Forest says how trees grow that are averaged.
type Forest struct {
	Trees    int `json:"trees"`
	MaxDepth int `json:"maxDepth"`
	MinLeaf  int `json:"minLeaf"`
	Features int `json:"features"`
}

// Boosted says how trees grow on the residuals of the trees before.
type Boosted struct {
	Rounds       int     `json:"rounds"`
	Leaves       int     `json:"leaves"`
	LearningRate float64 `json:"learningRate"`
	MinLeaf      int     `json:"minLeaf"`
	L2           float64 `json:"l2"`
}

// Neural says how a network is trained.
type Neural struct {
	Hidden       []int   `json:"hidden"`
	Activation   string  `json:"activation"`
	Epochs       int     `json:"epochs"`
	Batch        int     `json:"batch"`
	LearningRate float64 `json:"learningRate"`
	L2           float64 `json:"l2"`
	Patience     int     `json:"patience"`
}

// Band says how wide the interval and the limit are.
type Band struct {
	Interval   float64  `json:"interval"`
	Limit      Limit    `json:"limit"`
	Method     string   `json:"method"`
	Scale      string   `json:"scale"`
	LowerBound *float64 `json:"lowerBound"`
	UpperBound *float64 `json:"upperBound"`
	MinWidth   Extent   `json:"minWidth"`
}

// Limit has exactly one field that is not nil.
type Limit struct {
	AlertsPerWeek *float64 `json:"alertsPerWeek"`
	Coverage      *float64 `json:"coverage"`
	Multiple      *float64 `json:"multiple"`
}

// Extent is a length in the series' unit, or a share of |expected|; the larger counts.
type Extent struct {
	Absolute float64 `json:"absolute"`
	Relative float64 `json:"relative"`
}

// Adapt configures the local level and scale after the training cutoff.
type Adapt struct {
	Level string `json:"level"`
}

// Detect says when a point outside the limit is an anomaly.
type Detect struct {
	Direction    string `json:"direction"`
	MinDeviation Extent `json:"minDeviation"`
	Points       Points `json:"points"`
	Recover      Count  `json:"recover"`
}

// Outliers configures the comparison of the series of a query with each other.
type Outliers struct {
	Method      string  `json:"method"`
	Sensitivity float64 `json:"sensitivity"`
}

// Forecast configures the horizon of a forecast and its threshold.
type Forecast struct {
	Horizon   string   `json:"horizon"`
	Threshold *float64 `json:"threshold"`
}

// MarshalJSON writes the whole document, defaults and unknown fields included, with its
// keys sorted: equal specs give equal texts, so the text serves as a cache key.
func (s Spec) MarshalJSON() ([]byte, error) { return json.Marshal(s.document) }

// fromDocument gives a checked document its types.
func fromDocument(document map[string]any) (Spec, error) {
	text, err := json.Marshal(document)
	if err != nil {
		return Spec{}, fault.New("spec/not-json", "BUG: spec: %v", err)
	}
	spec := Spec{}
	if err := json.Unmarshal(text, &spec); err != nil {
		return Spec{}, fault.New("spec/wrong-type", "BUG: spec: %v", err)
	}
	spec.document = document
	if p := spec.Detect.Points; p.K > p.N {
		return Spec{}, fault.New("spec/out-of-range", "spec: detect.points has k = %d of n = %d; want k ≤ n", p.K, p.N)
	}
	if b := spec.Band; b.LowerBound != nil && b.UpperBound != nil && *b.LowerBound > *b.UpperBound {
		return Spec{}, fault.New("spec/out-of-range", "spec: band.lowerBound is %v, band.upperBound %v; want lower ≤ upper", *b.LowerBound, *b.UpperBound)
	}
	if b := spec.Band; spec.Transform == "logit" && (b.LowerBound == nil || b.UpperBound == nil || *b.LowerBound == *b.UpperBound) {
		return Spec{}, fault.New("spec/out-of-range", "spec: transform is logit; want band.lowerBound below band.upperBound, between which it bends")
	}
	if kind := spec.Model.Kind; spec.Band.Method == "cqr" && kind != "boosted" && kind != "auto" {
		return Spec{}, fault.New("spec/out-of-range", "spec: band.method is cqr and model.kind %s; want boosted, whose trees learn quantiles, or auto", kind)
	}
	for i, r := range spec.Train.Exclude {
		if r.FromMs >= r.ToMs {
			return Spec{}, fault.New("spec/out-of-range", "spec: train.exclude[%d] ends before it begins; want from < to", i)
		}
	}
	for i, r := range spec.Features.Regressors {
		if len(r.Lag) == 0 {
			return Spec{}, fault.New("spec/out-of-range", "spec: features.regressors[%d].lag lists no lag; want at least one, such as \"0s\"", i)
		}
	}
	z, err := zone.Load(spec.Features.Timezone)
	if err != nil {
		return Spec{}, err
	}
	h := &spec.Features.Holidays
	h.Days, err = holiday.Of(h.Countries, h.ICal, z)
	return spec, err
}
