package features

import (
	"context"
	"strconv"

	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// TreeColumns lists the columns of TreeFeatures.
func (r DesignSpec) TreeColumns() []Column {
	var columns []Column
	if r.Day > 0 {
		columns = append(columns, Column{Name: "time of day", Part: PartSeason}, Column{Name: "time of hour", Part: PartSeason})
	}
	if r.Week > 0 {
		columns = append(columns, Column{Name: "day of week", Part: PartSeason}, Column{Name: "weekend", Part: PartCalendar}, Column{Name: "time of week", Part: PartSeason})
	}
	if r.Holiday >= 0 {
		columns = append(columns, Column{Name: "holiday", Part: PartCalendar})
	}
	for _, c := range r.Cycles {
		columns = append(columns, Column{Name: "time of " + strconv.FormatInt(c.PeriodMs, 10) + " ms", Part: PartSeason})
	}
	for i, in := range r.Regressors {
		for _, name := range in.columns() {
			columns = append(columns, Column{Name: name, Part: PartRegressor, Regressor: i})
		}
	}
	return columns
}

// TreeFeatures makes the rows of instants as trees ask for them: the clock and the calendar as they
// stand on the wall, in milliseconds, of the seasons that the design specification has; and regressors.
// Trends are left out, since a tree cannot extrapolate beyond the values that it has seen. Arguments, shape and
// missing rule are those of Design. Twin: treeFeatures.
func (r DesignSpec) TreeFeatures(calendar Calendar, covariates []clean.Covariate) Matrix {
	return matrixOf(context.Background(), nil, len(calendar.TimesMs), len(r.TreeColumns()), func(row []float64, i int) { r.fillTreeRow(row, calendar, covariates, i) })
}

func (r DesignSpec) fillTreeRow(row []float64, calendar Calendar, covariates []clean.Covariate, i int) {
	at := 0
	if r.Day > 0 {
		row[0], row[1] = float64(calendar.DayMs[i]), float64(calendar.DayMs[i]%hourMs)
		at = 2
	}
	if r.Week > 0 {
		row[at], row[at+1], row[at+2] = float64(calendar.WeekMs[i]/zone.DayMs), truth(calendar.Weekend[i]), float64(calendar.WeekMs[i])
		at += 3
	}
	if r.Holiday >= 0 {
		row[at] = truth(calendar.Holiday[i])
		at++
	}
	for _, c := range r.Cycles {
		row[at] = float64(num.FloorMod(calendar.TimesMs[i], c.PeriodMs))
		at++
	}
	for j, in := range r.Regressors {
		at = in.fill(row, at, covariates[j], i)
	}
}

func truth(holds bool) float64 {
	if holds {
		return 1
	}
	return 0
}
