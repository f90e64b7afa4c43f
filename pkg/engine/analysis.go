package engine

import "github.com/tidemark/tidemark/pkg/engine/evaluate"

// The values of Analysis.State: what is known of a point.
const (
	Learning uint8 = iota
	Normal
	Anomalous
	Excluded
	Missing
)

// Analysis is one series judged point by point. All slices have shape [n]; NaN means "not
// available". Lengths are in the series' unit. Where a band exists, and no
// anomaly, Lower ≤ IntervalLower ≤ Expected ≤ IntervalUpper ≤ Upper.
// Twin: Analysis in src/engine/analysis.ts.
type Analysis struct {
	StepMs                       int64
	TimesMs                      []int64 // the first instant of each slot
	Value                        []float64
	Expected                     []float64
	Lower, Upper                 []float64 // the limit: where alerts begin; of an anomaly, that of its reason
	IntervalLower, IntervalUpper []float64 // the 95 % prediction interval
	Lower99, Upper99             []float64 // 99 % coverage, for comparison with other detectors
	Score                        []float64 // ≥ 0: how many times the limit; above 1 is an anomaly
	Reason                       []float64 // of a score above 1: which limit it exceeds, detect.Statistics and beyond; else 0
	Drift                        []float64 // ≥ 0: how many times its own limit the level of the last day lies from the level learnt
	Direction                    []float64 // −1 below the expected value, 1 above, 0 on it
	Anomaly                      []float64 // 0 or 1; NaN = undecided
	State                        []uint8   // Learning … Missing
	Notices                      []Notice
	Models                       []ModelSummary // one for each cut that was walked through, oldest first

	firstSlot int // of the grid that it is about
}

// ModelSummary is what to tell people of a model.
type ModelSummary struct {
	CutMs      int64               `json:"cutMs"`
	Kind       string              `json:"kind"`       // which model judges: the spec's, or the one that auto chose
	Points     int                 `json:"points"`     // usable points that it learnt from
	MAE        float64             `json:"mae"`        // out-of-fold mean absolute error, in the series' unit
	Coverage   float64             `json:"coverage"`   // out-of-fold share of points inside the interval
	Train      evaluate.Errors     `json:"train"`      // on the history that it learnt from
	Interval   evaluate.BandErrors `json:"interval"`   // of the interval on that history, out of fold
	Candidates []Candidate         `json:"candidates"` // of auto: every candidate, the default first

	Selection []Selected `json:"selection,omitempty"` // of features.select: what was tried
}

// Selected says of a group of features whether the linear model keeps it, and what decided:
// its mean absolute error out of fold with the group, and without, in the series' unit.
type Selected struct {
	Part    string  `json:"part"` // season, calendar, trend or regressor
	Name    string  `json:"name"`
	Kept    bool    `json:"kept"`
	With    float64 `json:"with"`
	Without float64 `json:"without"`
}

// Candidate is one candidate of auto with its out-of-fold pinball loss, in the
// series' unit.
type Candidate struct {
	Kind    string  `json:"kind"`
	Pinball float64 `json:"pinball"`
}
