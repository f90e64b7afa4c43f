package vectors

import (
	"context"
	"encoding/json"

	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/holiday"
	"github.com/tidemark/tidemark/pkg/engine/spec"
)

// featuresRunners are the runners of stage features. Twin: src/engine/vectors/featuresRunners.ts.
var featuresRunners = map[string]runner{
	"features/calendarOf": {
		inputs: []string{"timezone", "times", "holidays?"},
		run: func(in inputs) (any, error) {
			c := in.calendar()
			return map[string]any{"day": floats(c.Day), "dayMs": floats(c.DayMs), "weekMs": floats(c.WeekMs), "weekend": truths(c.Weekend), "holiday": truths(c.Holiday)}, nil
		},
	},
	"features/design": {
		inputs: []string{"timezone", "times", "holidays?", "designSpec"},
		run: func(in inputs) (any, error) {
			var designSpec features.DesignSpec
			if err := json.Unmarshal(in.raw("designSpec"), &designSpec); err != nil {
				return nil, err
			}
			m := designSpec.Design(context.Background(), in.calendar(), nil, nil)
			rows := make([]any, m.Rows)
			for r := range rows {
				row := make([]float64, m.Cols)
				for c := range row {
					row[c] = m.Column(c)[r]
				}
				rows[r] = row
			}
			return rows, nil
		},
	},
	"features/transformOf": {
		inputs: []string{"times", "values", "transform"},
		run: func(in inputs) (any, error) {
			s, _, err := spec.Parse([]byte(`{"schemaVersion":1,"band":{"lowerBound":-2,"upperBound":50},"transform":` + string(in.raw("transform")) + `}`))
			if err != nil {
				return nil, err
			}
			t := features.TransformOf(in.calendar(), in.numbers("values"), s)
			return map[string]any{"kind": t.Kind, "size": t.Size, "low": t.Low, "high": t.High}, nil
		},
	},
	"features/weekStart": {
		inputs: []string{"timezone", "times", "holidays?", "values"},
		run: func(in inputs) (any, error) {
			c := in.calendar()
			start := features.WeekStart(c, in.numbers("values"))
			return map[string]any{"start": float64(start), "weekend": truths(c.WeekFrom(start).Weekend)}, nil
		},
	},
	"features/monthSlot": {
		inputs: []string{"days"},
		run: func(in inputs) (any, error) {
			slots := []int{}
			for _, day := range in.times("days") {
				slots = append(slots, features.MonthSlot(int32(day)))
			}
			return floats(slots), nil
		},
	},
	"features/findPeriod": {
		inputs: []string{"times", "values", "stepMs"},
		run: func(in inputs) (any, error) {
			return features.FindPeriod(in.times("times"), in.numbers("values"), in.integer("stepMs")), nil
		},
	},
	"features/findSteps": {
		inputs: []string{"times", "values", "stepMs"},
		run: func(in inputs) (any, error) {
			return floats(features.FindSteps(in.calendar(), in.numbers("values"), in.integer("stepMs"))), nil
		},
	},
}

// calendar gives the calendar of a case's times in its timezone, or in UTC, with the
// holidays of its iCalendar text.
func (in inputs) calendar() features.Calendar {
	in.t.Helper()
	z := in.zone()
	ical := ""
	if in.has("holidays") {
		ical = text(in.raw("holidays"))
	}
	holidays, err := holiday.Of(nil, ical, z)
	if err != nil {
		in.t.Fatal(err)
	}
	return features.CalendarOf(in.times("times"), z, holidays)
}
