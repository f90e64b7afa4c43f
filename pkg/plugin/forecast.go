package plugin

import (
	"context"
	"fmt"

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

// forecasts carries every series on from the newest slot, once for all who ask at one time.
func (d *Datasource) forecasts(ctx context.Context, q query.Query, p plan, m material) ([]forecast, error) {
	models := d.models(q, p, m)
	return d.process.ahead.Do(ctx, fmt.Sprintf("%s, from %d of %d", models.prefix, p.toMs, m.serial), func(ctx context.Context) (_ []forecast, err error) {
		ctx, end := trace.Start(ctx, "forecast", trace.Count("series", int64(len(m.series))), trace.Count("slots", p.rows(q.Output)))
		defer func() { end(err) }()
		release, err := d.process.reserve(int64(len(m.series)) * p.rows(q.Output) * rowBytes)
		if err != nil {
			return nil, err
		}
		defer release()
		return eachSeries(ctx, d, p, m.series, func(ctx context.Context, s frames.Series, input engine.Input, window engine.Window) (forecast, error) {
			f, err := engine.ForecastSeries(ctx, input, p.spec, window, models.of(s))
			return forecast{s, f}, err
		})
	})
}

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
