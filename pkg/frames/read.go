package frames

import (
	"fmt"
	"math"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// Read takes the series out of an upstream's frames: wide (one time, many numbers), multi
// (one frame a series) and long (one time, numbers, and strings that name the series). A
// frame without fields has no series. Null and NaN become NaN, bools 0 and 1; the order of
// points is the frame's; the frames are not modified.
//
// Errors: frames/no-time-field, frames/no-number-field, frames/bad-shape.
func Read(upstream data.Frames) ([]Series, error) {
	var all []Series
	for _, frame := range upstream {
		if frame == nil || len(frame.Fields) == 0 {
			continue
		}
		series, err := readFrame(frame)
		if err != nil {
			return nil, err
		}
		all = append(all, series...)
	}
	return all, nil
}

func readFrame(frame *data.Frame) ([]Series, error) {
	if _, err := frame.RowLen(); err != nil {
		return nil, fault.New("frames/bad-shape", "frames: fields of frame %q differ in length; want equal lengths. Check the upstream query.", frame.Name)
	}
	c := sortColumns(frame)
	if c.time == nil {
		return nil, fault.New("frames/no-time-field",
			"frames: no field of frame %q is a time (%s); want a time series. Choose the format \"time series\", or name the time column.", frame.Name, fieldTypes(frame))
	}
	if len(c.numbers) == 0 {
		return nil, fault.New("frames/no-number-field",
			"frames: no field of frame %q is a number (%s); want one. Add a conversion to a number in the query.", frame.Name, fieldTypes(frame))
	}
	if len(c.factors) > 0 {
		return readLong(c), nil
	}
	timesMs := times(c.time)
	series := make([]Series, 0, len(c.numbers))
	for _, field := range c.numbers {
		series = append(series, Series{
			Name: fieldName(frame, field), Labels: field.Labels, Unit: unit(field),
			TimesMs: timesMs, Values: numbers(field),
		})
	}
	return series, nil
}

// columns are the fields of one frame by their part: time, numbers, and strings ("factors").
type columns struct {
	frame   *data.Frame
	time    *data.Field
	numbers []*data.Field
	factors []*data.Field
}

func sortColumns(frame *data.Frame) columns {
	c := columns{frame: frame}
	for _, field := range frame.Fields {
		switch kind := field.Type(); {
		case kind.Time():
			if c.time == nil {
				c.time = field
			}
		case kind.Numeric(), kind == data.FieldTypeBool, kind == data.FieldTypeNullableBool:
			c.numbers = append(c.numbers, field)
		case kind == data.FieldTypeString, kind == data.FieldTypeNullableString:
			c.factors = append(c.factors, field)
		}
	}
	return c
}

// readLong groups the rows of a long frame by their strings, in order of first appearance.
// (data.LongToWide is not used: it demands sorted rows.)
func readLong(c columns) []Series {
	stamps := times(c.time)
	var series []Series
	for _, field := range c.numbers {
		values := numbers(field)
		index := map[string]int{}
		for row := range stamps {
			labels := factorLabels(c.factors, field.Labels, row)
			key := LabelsKey(labels)
			i, ok := index[key]
			if !ok {
				i = len(series)
				index[key] = i
				series = append(series, Series{Name: longName(c, field), Labels: labels, Unit: unit(field)})
			}
			series[i].TimesMs = append(series[i].TimesMs, stamps[row])
			series[i].Values = append(series[i].Values, values[row])
		}
	}
	return series
}

func factorLabels(factors []*data.Field, base data.Labels, row int) data.Labels {
	labels := make(data.Labels, len(base)+len(factors))
	for name, value := range base {
		labels[name] = value
	}
	for _, factor := range factors {
		if value, ok := factor.ConcreteAt(row); ok {
			labels[factor.Name] = value.(string)
		}
	}
	return labels
}

// times converts a time field to integer milliseconds; a null time becomes the epoch, where
// no query looks.
func times(field *data.Field) []int64 {
	stamps := make([]int64, field.Len())
	for i := range stamps {
		if value, ok := field.ConcreteAt(i); ok {
			stamps[i] = value.(time.Time).UnixMilli()
		}
	}
	return stamps
}

func numbers(field *data.Field) []float64 {
	values := make([]float64, field.Len())
	for i := range values {
		value, err := field.NullableFloatAt(i)
		switch {
		case err != nil || value == nil:
			values[i] = math.NaN()
		default:
			values[i] = *value
		}
	}
	return values
}

// fieldName is the name the upstream gave a column; "" where labels alone name the series.
func fieldName(frame *data.Frame, field *data.Field) string {
	if config := field.Config; config != nil {
		if config.DisplayNameFromDS != "" {
			return config.DisplayNameFromDS
		}
		if config.DisplayName != "" {
			return config.DisplayName
		}
	}
	if len(field.Labels) > 0 {
		return ""
	}
	if field.Name != "" && field.Name != data.TimeSeriesValueFieldName {
		return field.Name
	}
	return frame.Name
}

func longName(c columns, field *data.Field) string {
	if len(c.numbers) > 1 {
		return field.Name
	}
	return ""
}

func unit(field *data.Field) string {
	if field.Config == nil {
		return ""
	}
	return field.Config.Unit
}

func fieldTypes(frame *data.Frame) string {
	text := ""
	for i, field := range frame.Fields {
		if i == 5 {
			return text + ", …"
		}
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprintf("%.40q is %s", field.Name, field.Type().ItemTypeString())
	}
	return text
}
