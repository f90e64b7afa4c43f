package plugin

import (
	"context"
	"fmt"
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/frames"
	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/trace"
)

// forecast is one series and what is expected of it beyond the newest slot.
type forecast struct {
	series frames.Series
	*engine.Forecast
}

// forecasts carries every series on from the newest slot, or takes what was cached from the same
// history before.
func (d *Datasource) forecasts(ctx context.Context, q query.Query, p plan, m inputs) ([]forecast, error) {
	models := d.models(q, p, m)
	key := fmt.Sprintf("%s, from %d", models.prefix, p.toMs)
	keep := len(p.spec.Features.Regressors) == 0 // their histories have serials of their own
	if kept, ok := d.process.forecasts.Get(key); keep && ok && kept.serial == m.serial {
		observeVerdicts("hit")
		return kept.all, nil
	}
	observeVerdicts("miss")
	forecasts, err := d.process.ahead.Do(ctx, fmt.Sprintf("%s of %d", key, m.serial), func(ctx context.Context) (_ []forecast, err error) {
		ctx, end := trace.Start(ctx, "forecast", trace.Count("series", int64(len(m.series))), trace.Count("slots", p.rows(q.Output)))
		defer func() { end(err) }()
		release, err := d.process.reserve(ctx, p.bytes(q.Output, len(m.series)))
		if err != nil {
			return nil, err
		}
		defer release()
		return eachSeries(ctx, d, p, m, func(ctx context.Context, s frames.Series, input engine.Input, window engine.Window) (forecast, error) {
			f, err := engine.ForecastSeries(ctx, input, p.spec, window, models.of(s))
			if err != nil {
				return forecast{}, err
			}
			f.TimesMs = slices.Clone(f.TimesMs) // else the grid of the whole history is kept with them
			return forecast{withoutItsPoints(s), f}, nil
		})
	})
	if err == nil && keep {
		d.process.forecasts.Put(key, cached[forecast]{m.serial, forecasts}, int64(len(forecasts))*(verdictBytes+p.rows(q.Output)*forecastBytes))
	}
	return forecasts, err
}

// forecastBytes is the memory of one slot of a forecast: its time and five numbers.
const forecastBytes = 48

// renderForecasts writes one frame a series; one that is still learning is left out.
func renderForecasts(p plan, forecasts []forecast) rendered {
	r := rendered{}
	seen := map[string]bool{}
	var learning []string
	var notices []engine.Notice
	colors := frames.SeriesColors(firstTitle(forecasts), len(forecasts))
	for i, f := range forecasts {
		notices = append(notices, f.Notices...)
		if len(f.TimesMs) == 0 {
			learning = append(learning, f.series.Title())
			continue
		}
		r.frames = append(r.frames, frames.Forecast(f.series, *f.Forecast, colors[i]))
	}
	if len(r.frames) == 0 {
		r.frames = data.Frames{frames.Empty(data.FrameTypeTimeSeriesMulti)}
	}
	r.engineNotices(p.notices, seen)
	r.engineNotices(notices, seen)
	r.leftOut(map[uint8][]string{engine.Learning: learning})
	return r
}

func firstTitle(forecasts []forecast) string {
	if len(forecasts) == 0 {
		return ""
	}
	return forecasts[0].series.Title()
}
