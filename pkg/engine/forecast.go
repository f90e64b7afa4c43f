package engine

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/band"
	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/forecast"
	"github.com/tidemark/tidemark/pkg/engine/notice"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// Forecast is the band beyond now. All slices have shape [n], NaN where a regressor that
// the model needs is not known. Lengths are in the series' unit.
type Forecast struct {
	StepMs                       int64
	TimesMs                      []int64 // the first instant of each slot
	Expected                     []float64
	Lower, Upper                 []float64 // the limit
	IntervalLower, IntervalUpper []float64
	Crossing                     *forecast.Crossing // nil without forecast.threshold
	Notices                      []Notice
}

// maxForecastSlots bounds the work of one forecast.
const maxForecastSlots = 100_000

// ForecastSeries carries a series on from the window's last slot for spec.forecast.horizon,
// by the model that judges that slot. Level and scale stay as they are now; the band widens
// by what such forecasts missed by in the last weeks. models may be nil. Without a model,
// or samples, the forecast has no slots and a notice. Nothing is changed.
//
// Errors: those of Analyse, forecast/too-long. Twin: forecastSeries in src/engine/forecast/forecast.ts.
func ForecastSeries(ctx context.Context, in Input, s Spec, w Window, models ModelStore) (*Forecast, error) {
	stepMs, err := clean.Step(in.Series, s, w.StepMs)
	if err != nil {
		return nil, err
	}
	f := &Forecast{StepMs: stepMs, Notices: []Notice{}}
	ahead := int(durationMs(s.Forecast.Horizon)/stepMs) + 1
	if ahead > maxForecastSlots {
		return nil, fault.New("forecast/too-long", "forecast: %d slots; want at most %d. Choose a shorter forecast.horizon or a longer grid.step.", ahead, maxForecastSlots)
	}
	p, now, err := prepareForecast(in, s, w, stepMs, ahead)
	if err != nil {
		return nil, err
	}
	if p == nil {
		f.Notices = append(f.Notices, noPoints)
		return f, nil
	}
	m, err := p.modelOf(ctx, cuts(s, p.zone).Floor(p.grid.TimesMs[now-1]), models)
	if fault.Code(err) == "fit/too-few-points" {
		f.Notices = append(f.Notices, p.learning(err))
		return f, nil
	}
	if err != nil {
		return nil, err
	}
	growth, err := p.growth(ctx, now)
	if err != nil {
		return nil, err
	}
	f.fill(ctx, p, m, now, growth)
	if s.Forecast.Threshold != nil {
		crossing := forecast.Cross(f.TimesMs, f.Expected, f.Lower, f.Upper, *s.Forecast.Threshold)
		f.Crossing = &crossing
	}
	return f, ctx.Err()
}

// prepareForecast lays the grid that the last slot of the window needs and so many slots
// ahead, the first of them slot now; nil without samples.
func prepareForecast(in Input, s Spec, w Window, stepMs int64, ahead int) (p *prepared, now int, err error) {
	if err := w.check(); err != nil {
		return nil, 0, err
	}
	z, err := zone.Load(s.Features.Timezone)
	if err != nil {
		return nil, 0, err
	}
	slots := clean.NewSlots(stepMs, z)
	last := slots.Floor(w.settled(s, stepMs))
	grid, err := gridFor(in.Series, s, Window{FromMs: last, ToMs: last, StepMs: w.StepMs})
	if err != nil || len(grid.TimesMs) == 0 {
		return nil, 0, err
	}
	p, err = prepare(clean.Extend(grid, slots, ahead), s, in.Regressors)
	return p, len(grid.TimesMs), err
}

// growth measures forecasts of a model that has learnt from the first two thirds of the
// history over the last one, however far ahead is asked: the first day of a week's forecast
// is the day's.
func (p *prepared) growth(ctx context.Context, now int) (forecast.Growth, error) {
	cutMs := cuts(p.spec, p.zone).Floor(p.grid.TimesMs[now-1] - windowMs(p.spec, p.grid.StepMs)/3)
	past, err := p.train(ctx, cutMs)
	if fault.Code(err) == "fit/too-few-points" {
		return forecast.Growth{}, nil
	}
	if err != nil {
		return forecast.Growth{}, err
	}
	from := p.firstAt(cutMs)
	first := p.firstRemembered(from)
	j := p.judge(ctx, past, first, now)
	return forecast.Learn(j.deviations, from-first, past.Band.TypicalInterval(j.conditional), p.spec.Band.Interval, (now-from)/2), nil
}

// fill writes the slots from now on.
func (f *Forecast) fill(ctx context.Context, p *prepared, m *Model, now int, growth forecast.Growth) {
	n := len(p.grid.TimesMs)
	first := p.firstRemembered(now)
	j := p.judge(ctx, m, first, n)
	d := j.deviations
	center := p.expected(ctx, m, now, n)[band.Reach:]
	memory := max(1, int(MemoryMs/p.grid.StepMs))
	f.TimesMs = p.grid.TimesMs[now:]
	columns := []*[]float64{&f.Expected, &f.Lower, &f.Upper, &f.IntervalLower, &f.IntervalUpper}
	for _, column := range columns {
		*column = make([]float64, n-now)
	}
	for i := range d.Factor {
		d.Factor[i] = d.Factor[now-first] // a forecast keeps the spread of now
	}
	limits := m.deviationLimits(j.conditional, d, j.Scales)[now-first:]
	for i := range f.TimesMs {
		expected, wider := center[i]+d.Level[now-first], growth.At(i+1, memory)
		narrowest := lengths(m, p.spec.Band.MinWidth.Of(math.Abs(m.Normalisation.Denormalise(expected))), expected)
		limit, interval := limits[i].Times(wider), m.Band.IntervalAt(j.conditional, now-first+i).Times(num.Mul(num.Mul(d.Scale[now-first+i], wider), d.Factor[now-first]))
		f.Expected[i] = p.bounded(m, expected)
		limit = widest(limit, narrowest)
		f.Lower[i], f.Upper[i] = p.around(m, expected, limit)
		f.IntervalLower[i], f.IntervalUpper[i] = p.around(m, expected, interval.Within(limit))
		if math.IsNaN(expected) && len(f.Notices) == 0 {
			f.Notices = append(f.Notices, unknownRegressor)
		}
	}
}

// widest returns the larger of two intervals on each side.
func widest(a, b band.Interval) band.Interval {
	return band.Interval{Lower: max(a.Lower, b.Lower), Upper: max(a.Upper, b.Upper)}
}

var unknownRegressor = Notice{Code: "forecast/unknown-regressor", Severity: notice.Warning,
	Text: "forecast: a regressor is not known as far ahead; want its future values, or a shorter horizon."}
