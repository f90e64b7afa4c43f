package features

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/series"
	"github.com/tidemark/tidemark/pkg/engine/spec"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// DesignSpec says which columns a design matrix has. It is part of a model: with it, rows of
// any instant can be made again.
type DesignSpec struct {
	FromMs     int64   `json:"fromMs"` // of the history, for the slope
	SpanMs     int64   `json:"spanMs"`
	Day        int     `json:"day"`     // Fourier pairs of the local day
	Week       int     `json:"week"`    // Fourier pairs of the local week
	Year       int     `json:"year"`    // Fourier pairs of the local year
	Weekend    int     `json:"weekend"` // −1, or Fourier pairs of the day that hold on weekends alone
	Holiday    int     `json:"holiday"` // −1, or Fourier pairs of the day that hold on holidays alone
	Cycles     []Cycle `json:"cycles"`
	Slope      bool    `json:"slope"`
	Steps      []int64 `json:"steps"` // instants of level steps
	Regressors []Input `json:"regressors"`
}

// Cycle is a listed period, counted from the epoch.
type Cycle struct {
	PeriodMs int64 `json:"periodMs"`
	Pairs    int   `json:"pairs"`
}

// Input is a regressor in a design specification. Labels are those of a category but its baseline, the
// most frequent one, which an unknown label counts as too. An unused one has no columns.
type Input struct {
	Name   string   `json:"name"`
	Kind   string   `json:"kind"`
	Labels []string `json:"labels"`
	Unused bool     `json:"unused,omitempty"`
}

// maxLabels bounds the columns of a category; the rarest labels join the baseline.
const maxLabels = 31

// Histories shorter than these do not tell a season from a trend: weekly terms under 12
// days explode.
const (
	daysForDay     = 2
	daysForWeek    = 12
	daysForSlope   = 4
	minDaySlots    = 4 // slots a day, below which a day has no shape
	pairsOfDay     = 8
	pairsOfWeek    = 3
	pairsOfWeekend = 6
	pairsOfYear    = 2
	daysForYear    = 548 // one and a half of it

	maxHolidayPairs = 4
)

// Plan chooses the columns for a history. calendar and values have shape [n ≥ 1], values
// finite; covariates have shape [n] too. Nothing is changed. Twin: plan.
func Plan(calendar Calendar, values []float64, covariates []clean.Covariate, stepMs int64, s spec.Spec) DesignSpec {
	first, last := calendar.TimesMs[0], calendar.TimesMs[len(values)-1]
	r := DesignSpec{FromMs: first, SpanMs: last - first + stepMs, Weekend: -1, Holiday: -1}
	r.Cycles, r.Steps, r.Regressors = []Cycle{}, []int64{}, []Input{} // [] in JSON, never null
	if s.Features.Seasonality.Auto {
		r.planAuto(stepMs)
	} else {
		r.planListed(s.Features.Seasonality.Periods, stepMs)
	}
	r.Holiday = planHoliday(calendar, stepMs)
	if s.Features.Trend == "steps" {
		r.Steps = append(r.Steps, FindSteps(calendar, values, stepMs)...)
	}
	r.Slope = s.Features.Trend != "none" && len(r.Steps) == 0 && r.SpanMs >= daysForSlope*zone.DayMs
	for _, e := range covariates {
		r.Regressors = append(r.Regressors, inputOf(e))
	}
	return r
}

func (r *DesignSpec) planAuto(stepMs int64) {
	if r.SpanMs >= daysForDay*zone.DayMs && zone.DayMs >= minDaySlots*stepMs {
		r.Day = min(pairsFor(r.SpanMs), maxPairs(zone.DayMs, stepMs))
	}
	if r.SpanMs >= daysForYear*zone.DayMs && stepMs >= zone.DayMs {
		r.Year = min(pairsOfYear, maxPairs(365*zone.DayMs, stepMs))
	}
	if r.SpanMs >= daysForWeek*zone.DayMs {
		r.Week = min(pairsOfWeek, maxPairs(weekMs, stepMs))
		if r.Day > 0 {
			r.Weekend = min(pairsOfWeekend, maxPairs(zone.DayMs, stepMs))
		}
	}
}

// planHoliday returns the pairs of DesignSpec.Holiday that a history's holidays can tell; −1
// without any: the day that they are kept like then says all.
func planHoliday(calendar Calendar, stepMs int64) int {
	days := holidaysIn(calendar)
	if days == 0 {
		return -1
	}
	return min(days+1, maxHolidayPairs, maxPairs(zone.DayMs, stepMs))
}

// holidaysIn counts the local days that are holidays.
func holidaysIn(calendar Calendar) int {
	days, last := 0, int64(math.MinInt64)
	for i, t := range calendar.TimesMs {
		if midnight := t - int64(calendar.DayMs[i]); calendar.Holiday[i] && midnight-zone.DayMs/2 > last {
			days++
			last = midnight // give or take a clock change
		}
	}
	return days
}

// pairsFor returns the Fourier pairs of a day that a history can hold: few days hold few.
func pairsFor(spanMs int64) int {
	switch {
	case spanMs < 3*zone.DayMs:
		return 2
	case spanMs < 6*zone.DayMs:
		return 4
	}
	return pairsOfDay
}

// maxPairs returns how many Fourier pairs a period of that many slots can tell apart.
func maxPairs(periodMs, stepMs int64) int {
	return int(max(0, (periodMs/stepMs-1)/2))
}

// planListed takes listed periods as far as the history holds one and a half of them.
func (r *DesignSpec) planListed(periods []spec.Period, stepMs int64) {
	for _, p := range periods {
		ms, _ := spec.DurationMs(p.Period) // checked when the spec was parsed
		period := int64(ms)
		pairs := min(p.Harmonics, maxPairs(period, stepMs))
		switch {
		case pairs == 0 || 2*r.SpanMs < 3*period:
		case period == zone.DayMs:
			r.Day = pairs
		case period == weekMs:
			r.Week = pairs
		default:
			r.Cycles = append(r.Cycles, Cycle{PeriodMs: period, Pairs: pairs})
		}
	}
}

// inputOf lists a category's labels, the most frequent first as baseline left out, of
// equally frequent ones the first in the alphabet's order.
func inputOf(e clean.Covariate) Input {
	in := Input{Name: e.Name, Kind: e.Kind, Labels: []string{}}
	if e.Kind == series.Category {
		ranked := rankLabels(e.Labels)
		in.Labels = ranked[min(1, len(ranked)):min(1+maxLabels, len(ranked))]
	}
	return in
}
