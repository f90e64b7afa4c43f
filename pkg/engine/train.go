package engine

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/band"
	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/detect"
	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/fit"
	"github.com/tidemark/tidemark/pkg/engine/notice"
	"github.com/tidemark/tidemark/pkg/engine/spec"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// ModelVersion is the version of Model that this engine writes and reads.
const ModelVersion = 8

// Model is the result of training at one cutoff: a pure function of spec, series and cutoff. It
// serialises to JSON without loss.
type Model struct {
	Version       int                 `json:"version"`
	CutMs         int64               `json:"cutMs"`
	StepMs        int64               `json:"stepMs"`
	Normalisation clean.Normalisation `json:"normalisation"`
	Center        fit.Model           `json:"center"`
	Band          band.ErrorModel     `json:"band"`
	Limits        detect.Limits       `json:"limits"`
	Summary       ModelSummary        `json:"summary"`
	Notices       []Notice            `json:"notices"`
}

// minPoints is train.minPoints' auto: a day of hours of which a few are missing. Were it all 24, one missing hour
// would leave a new series unjudged for another day.
const minPoints = 20

// prepared is what every cut of one analysis shares: the grid with its clock and
// regressors. All have one row a slot.
type prepared struct {
	spec       Spec
	grid       Grid
	zone       *zone.Zone
	clock      *features.Clock
	covariates []clean.Covariate
	scratch    features.Scratch
	others     []Series
	pools      PoolStore
}

// prepare puts the clock and the regressors beside a grid.
func prepare(grid Grid, s Spec, regressors []Regressor) (*prepared, error) {
	z, err := zone.Load(s.Features.Timezone)
	if err != nil {
		return nil, err
	}
	p := &prepared{spec: s, grid: grid, zone: z, clock: features.NewClock(grid.TimesMs, z, s.Features.Holidays.Days)}
	for _, wanted := range s.Features.Regressors {
		if !hasRegressor(regressors, wanted.Name) {
			return nil, fault.New("features/missing-regressor", "features: the spec names regressor %q, which the query does not return; want it beside the series", wanted.Name)
		}
	}
	for _, l := range laggedOf(s, regressors) {
		e, err := clean.Align(l.regressor, grid, l.lagMs, z)
		if err != nil {
			return nil, err
		}
		e.Name = l.name
		p.covariates = append(p.covariates, e)
	}
	return p, nil
}

func hasRegressor(regressors []Regressor, name string) bool {
	for _, r := range regressors {
		if r.Name == name {
			return true
		}
	}
	return false
}

// lagged is a regressor at one of its lags, with a name of its own where it has several.
type lagged struct {
	regressor Regressor
	name      string
	lagMs     int64
}

// laggedOf lists regressors at every lag that the spec gives them, in their order.
// Twin: laggedOf.
func laggedOf(s Spec, regressors []Regressor) []lagged {
	var out []lagged
	for _, r := range regressors {
		lags := lagsOf(s, r.Name)
		for _, lag := range lags {
			l := lagged{regressor: r, name: r.Name, lagMs: durationMs(lag)}
			if len(lags) > 1 && l.lagMs > 0 {
				l.name += " " + lag + " ago"
			}
			out = append(out, l)
		}
	}
	return out
}

func lagsOf(s Spec, name string) spec.Lags {
	for _, r := range s.Features.Regressors {
		if r.Name == name {
			return r.Lag
		}
	}
	return spec.Lags{"0s"}
}

// Train learns the model of a cut from the slots of a grid in [cut − window, cut). The
// grid is not changed.
//
// Errors: fit/too-few-points, features/missing-regressor, clean/bad-time, and the
// context's. Twin: train in src/engine/train.ts.
func Train(ctx context.Context, grid Grid, s Spec, cutMs int64, regressors []Regressor) (*Model, error) {
	p, err := prepare(grid, s, regressors)
	if err != nil {
		return nil, err
	}
	return p.train(ctx, cutMs)
}

func (p *prepared) train(ctx context.Context, cutMs int64) (*Model, error) {
	from, to := p.firstAt(cutMs-windowMs(p.spec, p.grid.StepMs)), p.firstAt(cutMs)
	rows := p.usable(from, to)
	least := p.minPoints()
	if len(rows) < least {
		return nil, fault.New("fit/too-few-points", "fit: %d usable points before the training cut; want at least %d. Widen the time range, or wait.", len(rows), least)
	}
	values := make([]float64, len(rows))
	for i, row := range rows {
		values[i] = p.grid.Values[row]
	}
	calendar := p.clock.At(rows)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	normalisation := clean.NormalisationOf(values, features.TransformOf(calendar, values, p.spec))
	m := &Model{Version: ModelVersion, CutMs: cutMs, StepMs: p.grid.StepMs, Normalisation: normalisation, Notices: []Notice{}}
	for i, v := range values {
		values[i] = m.Normalisation.Normalise(v)
	}
	sample := fit.Sample{StepMs: p.grid.StepMs, Calendar: calendar, Values: values, Covariates: pickCovariates(p.covariates, rows), Scratch: &p.scratch}
	fitted, candidates, err := fit.Fit(ctx, sample, p.spec)
	if err != nil {
		return nil, err
	}
	m.Center = fitted.Model
	sample.Calendar = sample.Calendar.WeekFrom(m.Center.WeekStart)
	h := p.history(from, to, rows, values, fitted)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	learnt := band.Learn(ctx, h, p.spec)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if p.spec.Band.Method == band.MethodCQR {
		if learnt, err = m.conform(ctx, p, h, learnt, sample); err != nil {
			return nil, err
		}
	}
	m.settle(p, h, learnt, p.grid.Values[from:to])
	m.summarise(rows, fitted, candidates)
	m.Summary.MAE = m.meanError(values, fitted.OutOfFold)
	return m, ctx.Err()
}

// minPoints returns how many usable points a model needs.
func (p *prepared) minPoints() int {
	if p.spec.Train.MinPoints == 0 {
		return minPoints
	}
	return int(p.spec.Train.MinPoints)
}

// history spreads the rows over their slots, since the local level needs the order in time.
func (p *prepared) history(from, to int, rows []int, values []float64, fitted fit.Fitted) band.History {
	n := to - from
	h := band.History{
		StepMs: p.grid.StepMs, SpanMs: p.grid.TimesMs[rows[len(rows)-1]] - p.grid.TimesMs[rows[0]] + p.grid.StepMs,
		Calendar: p.clock.Between(from, to).WeekFrom(fitted.Model.WeekStart), Deterministic: len(p.covariates) == 0,
		Values: make([]float64, n), Expected: make([]float64, n), Residuals: make([]float64, n),
	}
	expected, next := fitted.Fit[0], 0
	for i := range n {
		h.Values[i], h.Residuals[i] = math.NaN(), math.NaN()
		if next < len(rows) && rows[next] == from+i {
			h.Values[i], h.Residuals[i] = values[next], values[next]-fitted.OutOfFold[next]
			expected = fitted.Fit[next]
			next++
		}
		h.Expected[i] = expected
	}
	return h
}

// learnErrorModel learns the error model from the out-of-fold predictions of a mean model, unless the context ends.
func (m *Model) learnErrorModel(ctx context.Context, p *prepared, from, to int, rows []int, values []float64, fitted fit.Fitted) {
	h := p.history(from, to, rows, values, fitted)
	if learnt := band.Learn(ctx, h, p.spec); ctx.Err() == nil {
		m.settle(p, h, learnt, p.grid.Values[from:to])
	}
}

// conform lets quantiles of the deviations, learnt from the sample, make the band of a
// boosted model; that of another stays, with a notice.
func (m *Model) conform(ctx context.Context, p *prepared, h band.History, l band.Learnt, sample fit.Sample) (band.Learnt, error) {
	if m.Center.Kind != fit.KindBoosted {
		m.Notices = append(m.Notices, Notice{Code: "band/not-boosted", Severity: notice.Info,
			Text: "band: cqr needs the boosted model, which auto did not choose; the band is conformal."})
		return l, nil
	}
	rows, targets := l.Targets()
	f, err := fit.FitQuantiles(ctx, sample, *m.Center.Trees, targets, p.spec.Band.Interval, p.spec)
	if err != nil {
		return l, err
	}
	q := band.Quantiles{Lower: f.Lower, Upper: f.Upper, Level: (1 + p.spec.Band.Interval) / 2}
	conditional := band.ConditionalOf(f.OutOfFoldLower, f.OutOfFoldUpper, q.Level).Spread(rows, len(h.Values))
	return band.Conform(h, l, q, conditional, p.spec), nil
}

// learnLimits is a variable for the accuracy bench (build tag measure), which listens to it.
var learnLimits = detect.LearnLimits

// settle takes a band, and the limits that its history gives; values are the history's in the
// series' unit, shape [n].
func (m *Model) settle(p *prepared, h band.History, l band.Learnt, values []float64) {
	m.Band = l.Band
	m.Limits = detect.OnlyDeviation()
	if alerts := p.spec.Band.Limit.AlertsPerWeek; alerts != nil {
		m.Limits = learnLimits(h.Calendar.TimesMs, h.Values, l.Deviations, h.StepMs, *alerts)
	}
	m.Summary.Coverage = l.Band.Coverage(l.ConditionalQuantiles, l.Deviations.Normalised())
	m.measure(h, l, values, p.spec.Band.Interval)
}

// firstAt returns the first slot at or after an instant.
func (p *prepared) firstAt(timeMs int64) int {
	low, high := 0, len(p.grid.TimesMs)
	for low < high {
		middle := (low + high) / 2
		if p.grid.TimesMs[middle] >= timeMs {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low
}

// usable returns the slots from ≤ i < to that a model may learn from.
func (p *prepared) usable(from, to int) []int {
	rows := make([]int, 0, max(0, to-from))
	for i := from; i < to; i++ {
		if !math.IsNaN(p.grid.Values[i]) && !p.grid.Excluded[i] && clean.Present(p.covariates, i) {
			rows = append(rows, i)
		}
	}
	return rows
}

func pickCovariates(covariates []clean.Covariate, rows []int) []clean.Covariate {
	out := make([]clean.Covariate, len(covariates))
	for i, e := range covariates {
		out[i] = e.Pick(rows)
	}
	return out
}
