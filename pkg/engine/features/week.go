package features

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

const (
	hoursOfDay = 24
	daysOfWeek = 7
)

// hourlyMeans holds each hour's mean on each day of a history.
type hourlyMeans struct {
	weekday []int                 // shape [days], 0 is Monday
	means   [][hoursOfDay]float64 // NaN where an hour has no value
}

// WeekStart returns the day on which the working week begins, 0 for Monday: the weekend is
// the two days before. It is the one whose weekend and working days explain the hours of the
// day with the least absolute error. Another day than Monday must gain more than the choice
// among seven costs, which is log 7 by the principle of minimum description length, of errors
// with a Laplace distribution that the days of the history tell independently. A history
// without two of each weekday keeps Monday.
//
// The calendar is of a week that begins on Monday; holidays are left out. values have shape
// [n] and are finite; they are not changed.
// Source: Rissanen (1978), "Modeling by shortest data description". Twin: weekStart in
// src/engine/features/week.ts.
func WeekStart(c Calendar, values []float64) int {
	hourly := hourlyMeansOf(c, values)
	seen := [daysOfWeek]int{}
	for _, w := range hourly.weekday {
		seen[w]++
	}
	for _, n := range seen {
		if n < 2 {
			return 0
		}
	}
	usual := hourly.unexplained(0)
	best, least := 0, usual
	for start := 1; start < daysOfWeek; start++ {
		if e := hourly.unexplained(start); e < least {
			best, least = start, e
		}
	}
	days := float64(len(hourly.weekday))
	if best > 0 && (least == 0 || num.Mul(days, num.Log(usual/least)) > num.Log(daysOfWeek)) {
		return best
	}
	return 0
}

func hourlyMeansOf(c Calendar, values []float64) hourlyMeans {
	var out hourlyMeans
	var counts [][hoursOfDay]int
	last := int32(math.MinInt32)
	for i, v := range values {
		if c.Holiday[i] {
			continue
		}
		if c.Day[i] != last {
			last = c.Day[i]
			out.weekday = append(out.weekday, int(c.WeekMs[i]/zone.DayMs))
			out.means, counts = append(out.means, [hoursOfDay]float64{}), append(counts, [hoursOfDay]int{})
		}
		d, hour := len(counts)-1, c.DayMs[i]/hourMs
		out.means[d][hour] += v
		counts[d][hour]++
	}
	for d := range out.means {
		for hour := range hoursOfDay {
			out.means[d][hour] /= float64(counts[d][hour]) // 0/0 is NaN
		}
	}
	return out
}

// unexplained is the absolute distance of all hours from the median of their hour on
// weekends, or on working days.
func (h hourlyMeans) unexplained(start int) float64 {
	total := 0.0
	alike, buffer := make([]float64, 0, len(h.means)), make([]float64, len(h.means))
	for hour := range hoursOfDay {
		for _, weekend := range []bool{true, false} {
			alike = alike[:0]
			for d, w := range h.weekday {
				v := h.means[d][hour]
				if ((w-start+daysOfWeek)%daysOfWeek >= 5) == weekend && !math.IsNaN(v) {
					alike = append(alike, v)
				}
			}
			middle := num.MedianInPlace(buffer[:copy(buffer, alike)])
			for _, v := range alike {
				total += math.Abs(v - middle)
			}
		}
	}
	return total
}

// WeekFrom returns the calendar with a week that begins on another day; a holiday stays at
// the day that it is kept like.
func (c Calendar) WeekFrom(start int) Calendar {
	if start == 0 {
		return c
	}
	out := c
	out.WeekMs, out.Weekend = make([]int32, len(c.WeekMs)), make([]bool, len(c.WeekMs))
	for i, ms := range c.WeekMs {
		if out.WeekMs[i] = ms; !c.Holiday[i] {
			out.WeekMs[i] = int32(num.FloorMod(int64(ms)-int64(start)*zone.DayMs, weekMs))
		}
		out.Weekend[i] = out.WeekMs[i] >= 5*zone.DayMs
	}
	return out
}
