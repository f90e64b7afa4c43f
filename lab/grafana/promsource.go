package grafana

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/gtime"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql"
	"github.com/tidemark/tidemark/lab/prometheus"
)

const (
	scrapeInterval = 15 * time.Second
	maxPoints      = 11_000 // Prometheus's limit of one range query
)

// promSource answers as Grafana's Prometheus data source: same step, same frames.
type promSource struct{ prom *prometheus.Server }

type promQuery struct {
	Expr         string `json:"expr"`
	LegendFormat string `json:"legendFormat"`
	Interval     string `json:"interval"`
	Instant      bool   `json:"instant"`
	Range        bool   `json:"range"`
}

func (p promSource) query(ctx context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	out := backend.NewQueryDataResponse()
	for _, q := range req.Queries {
		frames, err := p.frames(ctx, q)
		response := backend.DataResponse{Frames: frames, Status: backend.StatusOK}
		if err != nil {
			response = backend.ErrDataResponseWithSource(backend.StatusBadRequest, backend.ErrorSourceDownstream, err.Error())
		}
		out.Responses[q.RefID] = response
	}
	return out, nil
}

func (p promSource) frames(ctx context.Context, q backend.DataQuery) (data.Frames, error) {
	var model promQuery
	if err := json.Unmarshal(q.JSON, &model); err != nil {
		return nil, fmt.Errorf("query: %w", err)
	}
	step, err := stepOf(model, q)
	if err != nil {
		return nil, err
	}
	expr := interpolate(model.Expr, step, q.TimeRange.Duration())
	if model.Instant && !model.Range {
		vector, err := p.prom.Instant(ctx, expr, q.TimeRange.To)
		return vectorFrames(vector, model.LegendFormat, expr), err
	}
	from, to := floorTo(q.TimeRange.From, step), floorTo(q.TimeRange.To, step)
	matrix, err := p.prom.Range(ctx, expr, from, to, step)
	return matrixFrames(matrix, model.LegendFormat, expr, step), err
}

// stepOf is range ÷ maxDataPoints, rounded as Grafana rounds, not below the minimum
// step and not so small that Prometheus would refuse the number of points.
func stepOf(model promQuery, q backend.DataQuery) (time.Duration, error) {
	least, err := gtime.GetIntervalFrom(scrapeInterval.String(), model.Interval, q.Interval.Milliseconds(), scrapeInterval)
	if err != nil {
		return 0, fmt.Errorf("interval: %w", err)
	}
	span := q.TimeRange.Duration()
	wanted := span / time.Duration(max(q.MaxDataPoints, 1))
	step := least
	if wanted > least {
		step = gtime.RoundInterval(wanted)
	}
	return max(step, gtime.RoundInterval(span/maxPoints), time.Millisecond), nil
}

func floorTo(t time.Time, step time.Duration) time.Time {
	ms := t.UnixMilli()
	return time.UnixMilli(ms - ms%step.Milliseconds()).UTC()
}

func interpolate(expr string, step, span time.Duration) string {
	rate := max(step+scrapeInterval, 4*scrapeInterval)
	return strings.NewReplacer(
		"$__interval_ms", strconv.FormatInt(step.Milliseconds(), 10), "$__interval", gtime.FormatInterval(step),
		"$__rate_interval", rate.String(), "$__range_s", strconv.Itoa(int(span.Seconds())), "$__range", gtime.FormatInterval(span),
	).Replace(expr)
}

func matrixFrames(matrix promql.Matrix, legend, expr string, step time.Duration) data.Frames {
	frames := data.Frames{}
	for _, s := range matrix {
		times, values := make([]time.Time, len(s.Floats)), make([]float64, len(s.Floats))
		for i, point := range s.Floats {
			times[i], values[i] = time.UnixMilli(point.T).UTC(), point.F
		}
		timeField := data.NewField(data.TimeSeriesTimeFieldName, nil, times)
		timeField.Config = &data.FieldConfig{Interval: float64(step.Milliseconds())}
		frame := named(s.Metric, legend, timeField, values)
		frame.Meta = &data.FrameMeta{
			Type: data.FrameTypeTimeSeriesMulti, TypeVersion: data.FrameTypeVersion{0, 1},
			Custom:              map[string]any{"resultType": "matrix", "calculatedMinStep": step.Milliseconds()},
			ExecutedQueryString: fmt.Sprintf("Expr: %s\nStep: %s", expr, step),
		}
		frames = append(frames, frame)
	}
	return frames
}

func vectorFrames(vector promql.Vector, legend, expr string) data.Frames {
	frames := data.Frames{}
	for _, s := range vector {
		if math.IsInf(s.F, 0) {
			continue
		}
		timeField := data.NewField(data.TimeSeriesTimeFieldName, nil, []time.Time{time.UnixMilli(s.T).UTC()})
		frame := named(s.Metric, legend, timeField, []float64{s.F})
		frame.Meta = &data.FrameMeta{
			Type: data.FrameTypeNumericMulti, TypeVersion: data.FrameTypeVersion{0, 1},
			Custom: map[string]any{"resultType": "vector"}, ExecutedQueryString: "Expr: " + expr,
		}
		frames = append(frames, frame)
	}
	return frames
}

func named(metric labels.Labels, legend string, timeField *data.Field, values []float64) *data.Frame {
	tags := data.Labels(metric.Map())
	name := legendOf(tags, legend)
	value := data.NewField(data.TimeSeriesValueFieldName, tags, values)
	value.Config = &data.FieldConfig{DisplayNameFromDS: name}
	return data.NewFrame(name, timeField, value)
}

// legendOf fills {{label}}; without a format it writes the series as PromQL does.
func legendOf(tags data.Labels, format string) string {
	if format != "" && format != "__auto" {
		for name, value := range tags {
			format = strings.NewReplacer("{{"+name+"}}", value, "{{ "+name+" }}", value).Replace(format)
		}
		return format
	}
	var pairs []string
	for name, value := range tags {
		if name != labels.MetricName {
			pairs = append(pairs, name+"="+strconv.Quote(value))
		}
	}
	sort.Strings(pairs)
	if len(pairs) == 0 {
		return tags[labels.MetricName]
	}
	return tags[labels.MetricName] + "{" + strings.Join(pairs, ", ") + "}"
}
