package features

import (
	"context"
	"math"
	"strconv"

	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/series"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// The parts that an expected value splits into.
const (
	PartLevel     = "level"
	PartTrend     = "trend"
	PartSeason    = "season"
	PartCalendar  = "calendar"
	PartRegressor = "regressor"
)

// Column names a column of a design matrix and the part that it belongs to; of a
// regressor, also which one.
type Column struct {
	Name      string
	Part      string
	Regressor int
}

// Columns lists the columns in the order of Design.
func (r DesignSpec) Columns() []Column {
	columns := []Column{{Name: "level", Part: PartLevel}}
	columns = appendPairs(columns, "day", r.Day, PartSeason)
	columns = appendPairs(columns, "week", r.Week, PartSeason)
	columns = appendPairs(columns, "year", r.Year, PartSeason)
	if r.Weekend >= 0 {
		columns = append(columns, Column{Name: "weekend", Part: PartCalendar})
		columns = appendPairs(columns, "weekend day", r.Weekend, PartCalendar)
	}
	if r.Holiday >= 0 {
		columns = append(columns, Column{Name: "holiday", Part: PartCalendar})
		columns = appendPairs(columns, "holiday day", r.Holiday, PartCalendar)
	}
	for _, c := range r.Cycles {
		columns = appendPairs(columns, strconv.FormatInt(c.PeriodMs, 10)+" ms", c.Pairs, PartSeason)
	}
	if r.Slope {
		columns = append(columns, Column{Name: "slope", Part: PartTrend})
	}
	for _, at := range r.Steps {
		columns = append(columns, Column{Name: "step " + strconv.FormatInt(at, 10), Part: PartTrend})
	}
	for i, in := range r.Regressors {
		for _, name := range in.columns() {
			columns = append(columns, Column{Name: name, Part: PartRegressor, Regressor: i})
		}
	}
	return columns
}

func appendPairs(columns []Column, name string, pairs int, part string) []Column {
	for k := 1; k <= pairs; k++ {
		columns = append(columns, Column{Name: name + " sin " + strconv.Itoa(k), Part: part}, Column{Name: name + " cos " + strconv.Itoa(k), Part: part})
	}
	return columns
}

// width is how many columns a regressor has.
func (in Input) width() int {
	switch {
	case in.Unused:
		return 0
	case in.Kind == series.Number:
		return 1
	}
	return len(in.Labels)
}

// columns returns the names of a regressor's columns.
func (in Input) columns() []string {
	if in.Unused {
		return nil
	}
	if in.Kind == series.Number {
		return []string{in.Name}
	}
	names := make([]string, len(in.Labels))
	for i, label := range in.Labels {
		names[i] = in.Name + " = " + label
	}
	return names
}

// width is how many columns Columns lists, without their names.
func (r DesignSpec) width() int {
	width := 1 + 2*(r.Day+r.Week+r.Year) + len(r.Steps)
	for _, pairs := range []int{r.Weekend, r.Holiday} {
		if pairs >= 0 {
			width += 1 + 2*pairs
		}
	}
	for _, c := range r.Cycles {
		width += 2 * c.Pairs
	}
	if r.Slope {
		width++
	}
	for _, in := range r.Regressors {
		width += in.width()
	}
	return width
}

// Design makes the rows of instants. calendar has shape [n]; covariates are those of the
// design specification, in its order, of shape [n]. A row whose regressor is missing has NaN there.
// The result has shape [n × len(r.Columns())] and takes the memory of scratch. Nothing else
// is changed. Once the context is done the rest is of no use: callers check it. Twin: design.
func (r DesignSpec) Design(ctx context.Context, calendar Calendar, covariates []clean.Covariate, scratch *Scratch) Matrix {
	return matrixOf(ctx, scratch, len(calendar.TimesMs), r.width(), func(row []float64, i int) { r.fill(row, calendar, covariates, i) })
}

func (r DesignSpec) fill(row []float64, calendar Calendar, covariates []clean.Covariate, i int) {
	row[0] = 1
	at := 1
	at = fillPairs(row, at, r.Day, int64(calendar.DayMs[i]), zone.DayMs)
	at = fillPairs(row, at, r.Week, int64(calendar.WeekMs[i]), weekMs)
	if r.Year > 0 {
		over, length := dayOfYear(calendar.Day[i])
		at = fillPairs(row, at, r.Year, over, length)
	}
	at = fillDays(row, at, r.Weekend, calendar.Weekend[i], int64(calendar.DayMs[i]))
	at = fillDays(row, at, r.Holiday, calendar.Holiday[i], int64(calendar.DayMs[i]))
	t := calendar.TimesMs[i]
	for _, c := range r.Cycles {
		at = fillPairs(row, at, c.Pairs, num.FloorMod(t, c.PeriodMs), c.PeriodMs)
	}
	if r.Slope {
		row[at] = float64(t-r.FromMs)/float64(r.SpanMs) - 0.5
		at++
	}
	for _, step := range r.Steps {
		if t >= step {
			row[at] = 1
		}
		at++
	}
	for j, in := range r.Regressors {
		at = in.fill(row, at, covariates[j], i)
	}
}

// fillDays writes the columns that hold on some days alone, with their shape of the day;
// there are none if pairs is −1.
func fillDays(row []float64, at, pairs int, holds bool, dayMs int64) int {
	if pairs < 0 {
		return at
	}
	if holds {
		row[at] = 1
		fillPairs(row, at+1, pairs, dayMs, zone.DayMs)
	}
	return at + 1 + 2*pairs
}

const twoPi = 2 * math.Pi

// fillPairs writes sin and cos of 1 … pairs times the phase, by the addition theorem:
// one sine and cosine a row, and an error that grows by an ulp a harmonic.
func fillPairs(row []float64, at, pairs int, phaseMs, periodMs int64) int {
	if pairs == 0 {
		return at
	}
	angle := num.Mul(twoPi, float64(phaseMs)/float64(periodMs))
	sin1, cos1 := num.SinCos(angle)
	sin, cos := sin1, cos1
	for range pairs {
		row[at], row[at+1] = sin, cos
		at += 2
		sin, cos = num.Mul(sin, cos1)+num.Mul(cos, sin1), num.Mul(cos, cos1)-num.Mul(sin, sin1)
	}
	return at
}

func (in Input) fill(row []float64, at int, e clean.Covariate, i int) int {
	if in.Unused {
		return at
	}
	if in.Kind == series.Number {
		row[at] = e.Numbers[i]
		return at + 1
	}
	for j, label := range in.Labels {
		switch e.Labels[i] {
		case label:
			row[at+j] = 1
		case "":
			row[at+j] = math.NaN()
		}
	}
	return at + len(in.Labels)
}
