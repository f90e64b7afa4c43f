package frames

import (
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine"
)

// Forecast writes what is expected of a series beyond now as a timeseries-multi frame: time,
// expected, lower, upper, intervalLower, intervalUpper, and these again as coreLower and
// coreUpper, their names of 0.1. Expected comes first: a rule on "the highest
// expected value of the next day" reads the first number alone. meta.custom.tidemark tells when
// the forecast meets the spec's threshold. NaN becomes null.
func Forecast(s Series, f engine.Forecast, color string) *data.Frame {
	title := s.Title() + " forecast"
	expected := dashed(title, s.Unit)
	expected.Custom["hideFrom"] = hideFrom(false, false, false) // no value stands for it in the legend
	frame := data.NewFrame(title,
		data.NewField("time", nil, stamps(f.TimesMs)).SetConfig(&data.FieldConfig{Interval: float64(f.StepMs)}),
		s.number("expected", f.Expected, colored(expected, color)),
	)
	frame.Fields = append(frame.Fields, s.limits(title, f.Lower, f.Upper, color)...)
	frame.Fields = append(frame.Fields, s.interval(title, f.IntervalLower, f.IntervalUpper, color)...)
	about := map[string]any{"version": metaVersion, "stepMs": f.StepMs, "forecast": true}
	if f.Crossing != nil {
		about["crossing"] = f.Crossing
	}
	frame.Meta = &data.FrameMeta{
		Type: data.FrameTypeTimeSeriesMulti, TypeVersion: dataplaneVersion, Custom: map[string]any{"tidemark": about},
	}
	return frame
}
