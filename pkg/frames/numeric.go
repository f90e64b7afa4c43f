package frames

import (
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// Number is one series' single number in an alert or recording rule; NaN is null, which
// Grafana shows as "no data" for this series alone.
type Number struct {
	Labels data.Labels
	Value  float64
}

// Numeric writes one number a series under the given name. Series with the same label names
// make one numeric-long frame (0.5 MiB for ten thousand series instead of nine); in a long
// frame a label that a series lacks would become an empty one and change its identity, so
// mixed series make one numeric-multi frame each. No numbers make a frame without fields,
// which is "no data".
func Numeric(name string, numbers []Number) data.Frames {
	if len(numbers) == 0 {
		return data.Frames{Empty(data.FrameTypeNumericLong)}
	}
	if names, same := labelNames(numbers); same {
		return data.Frames{long(name, names, numbers)}
	}
	all := make(data.Frames, len(numbers))
	for i, number := range numbers {
		field := data.NewField(name, number.Labels, nullable([]float64{number.Value}))
		all[i] = typed(data.NewFrame("", field), data.FrameTypeNumericMulti)
	}
	return all
}

// Empty is a typed frame without fields: "asked and answered, but nothing there".
func Empty(kind data.FrameType) *data.Frame { return typed(data.NewFrame(""), kind) }

func long(name string, labelNames []string, numbers []Number) *data.Frame {
	fields := make([]*data.Field, 0, len(labelNames)+1)
	for _, label := range labelNames {
		column := make([]string, len(numbers))
		for i, number := range numbers {
			column[i] = number.Labels[label]
		}
		fields = append(fields, data.NewField(label, nil, column))
	}
	values := make([]float64, len(numbers))
	for i, number := range numbers {
		values[i] = number.Value
	}
	fields = append(fields, data.NewField(name, nil, nullable(values)))
	return typed(data.NewFrame("", fields...), data.FrameTypeNumericLong)
}

// labelNames returns the sorted label names, and whether all series have the same ones.
func labelNames(numbers []Number) ([]string, bool) {
	names := make([]string, 0, len(numbers[0].Labels))
	for name := range numbers[0].Labels {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, number := range numbers[1:] {
		if len(number.Labels) != len(names) {
			return nil, false
		}
		for _, name := range names {
			if _, ok := number.Labels[name]; !ok {
				return nil, false
			}
		}
	}
	return names, true
}

func typed(frame *data.Frame, kind data.FrameType) *data.Frame {
	frame.Meta = &data.FrameMeta{Type: kind, TypeVersion: dataplaneVersion}
	return frame
}
