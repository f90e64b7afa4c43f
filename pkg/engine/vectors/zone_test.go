package vectors

import (
	"encoding/json"
	"fmt"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/holiday"
	"github.com/tidemark/tidemark/pkg/engine/spec"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// zoneRunners are the runners of local days. Twin: src/engine/vectors/zoneRunners.ts.
var zoneRunners = map[string]runner{
	"zone/startOfDay": {
		inputs: []string{"timezone", "days"},
		run: func(in inputs) (any, error) {
			z := in.zone()
			days := in.times("days")
			for i, day := range days {
				days[i] = z.StartOfDay(day)
			}
			return floats(days), nil
		},
	},
	"zone/cutOf": {
		inputs: []string{"timezone", "every", "times"},
		run: func(in inputs) (any, error) {
			document := fmt.Sprintf(`{"features":{"timezone":%s},"train":{"every":%s}}`, in.raw("timezone"), in.raw("every"))
			s, _, err := spec.Parse([]byte(document))
			if err != nil {
				return nil, err
			}
			times := in.times("times")
			for i, t := range times {
				if times[i], err = engine.CutOf(t, s); err != nil {
					return nil, err
				}
			}
			return floats(times), nil
		},
	},
	"holiday/days": {
		inputs: []string{"countries", "ical", "timezone", "from", "to"},
		run: func(in inputs) (any, error) {
			var countries []string
			if err := json.Unmarshal(in.raw("countries"), &countries); err != nil {
				return nil, err
			}
			days, err := holiday.Of(countries, text(in.raw("ical")), in.zone())
			if err != nil {
				return nil, err
			}
			rows := []any{}
			for day := in.integer("from"); day < in.integer("to"); day++ {
				if like, ok := days.Like(day); ok {
					rows = append(rows, []float64{float64(day), float64(like)})
				}
			}
			return rows, nil
		},
	},
}

// zone gives a case's time zone, or UTC.
func (in inputs) zone() *zone.Zone {
	in.t.Helper()
	name := "UTC"
	if in.has("timezone") {
		name = text(in.raw("timezone"))
	}
	z, err := zone.Load(name)
	if err != nil {
		in.t.Fatal(err)
	}
	return z
}
