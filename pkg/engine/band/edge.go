package band

import (
	"math"
	"slices"

	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/spec"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// Interval is where something is below and above the expected value, in scales: both ≥ 0.
type Interval struct {
	Lower float64 `json:"lower"`
	Upper float64 `json:"upper"`
}

// coarseMargin is how much further the edge stands where a slot is an hour or more: there
// the onset rule finds single points, and the edge is left to what lasts. Days have no
// onset rule.
const (
	coarseMs     = 3_600_000
	coarseMargin = 1.5
)

// IsCoarse says whether a slot is an hour or more, and less than a day. Twin: isCoarse.
func IsCoarse(stepMs int64) bool { return stepMs >= coarseMs && stepMs < zone.DayMs }

// margin returns what the edge read from peaks is multiplied by.
func margin(z []float64, stepMs int64) float64 {
	if IsCoarse(stepMs) {
		return num.Mul(coarseMargin, Wander(z, stepMs))
	}
	return Wander(z, stepMs)
}

// Times returns the interval with both sides multiplied.
func (i Interval) Times(factor float64) Interval {
	return Interval{Lower: num.Mul(factor, i.Lower), Upper: num.Mul(factor, i.Upper)}
}

// The edge stands above the daily peak that the asked number of days exceeded, by the
// peakMargin that peaks of the next weeks need.
const peakMargin = 1.2

// A young history has not seen what its series can do: after a day its edge stands three
// times as far, after a week 1.14 times, from two weeks on where its peaks say.
const (
	youngMargin = 2
	matureDays  = 14
)

// youth returns how much further the edge of a history of so many days with data stands.
func youth(days float64) float64 {
	return 1 + num.Mul(youngMargin, 1/min(max(days, 1), matureDays)-1.0/matureDays)
}

// peaksPerAlert: of a history's days with peaks beyond the edge, half are events.
const peaksPerAlert = 2

// A short or wild history's peaks say little, so the edge keeps within multiples of the
// distance that one residual in ten exceeds. With more points a day the lower one falls
// and the upper one grows, since their daily peak lies further out;
// with fewer than one an hour both stay, or no day could ever stand out.
const (
	peakQuantile   = 0.9
	lowMultiple    = 2.6
	lowPerRootDay  = 2.0
	highMultiple   = 5.0
	pointsOfHourly = 24.0
)

// An incident that lasts widens the usual band, as it should. Were the edge to follow as far, it would hide itself: of the
// trailing factor an edge of alerts a week takes no more than this. One that is stated as a multiple of the core, or by
// its coverage, takes all.
const mostGrowth = 1.4

// edgeFactor returns how much of a trailing factor an edge takes.
func edgeFactor(factor float64, stated spec.Edge) float64 {
	if stated.AlertsPerWeek == nil {
		return factor
	}
	return min(factor, mostGrowth)
}

// PeakEdge returns the interval that normalised residuals leave about alertsPerWeek times
// a week on each side. timesMs and z have shape [n], one a slot, z NaN where missing;
// typical are the residuals that say how far one in ten strays, and apartMs how far apart
// two of z are that say more than one. Nothing is changed. Twin: peakEdge.
func PeakEdge(timesMs []int64, z, typical []float64, stepMs, apartMs int64, alertsPerWeek float64) Interval {
	lower, upper := dailyPeaks(timesMs, z)
	days := num.Mul(float64(num.CountPresent(z)), float64(stepMs)) / zone.DayMs
	rank := min(int(num.Mul(num.Mul(peaksPerAlert, alertsPerWeek), days/7)), len(lower)-1)
	unit := distanceQuantile(typical, peakQuantile)
	lowest, highest := multiples(apartMs, alertsPerWeek)
	side := func(peaks []float64) float64 {
		return min(max(num.Mul(peakMargin, peaks[rank]), num.Mul(lowest, unit)), num.Mul(highest, unit))
	}
	return Interval{Lower: side(lower), Upper: side(upper)}.Times(youth(days))
}

// multiples returns the least and the greatest edge in units of the distance that one residual in ten exceeds.
func multiples(apartMs int64, alertsPerWeek float64) (lowest, highest float64) {
	density := max(1, math.Sqrt(float64(zone.DayMs)/float64(apartMs)/pointsOfHourly))
	lowest = lowMultiple + lowPerRootDay/density
	highest = max(lowest, num.Mul(highMultiple, density))
	ratio := TailRatio(apartMs, alertsPerWeek)
	return num.Mul(lowest, ratio), num.Mul(highest, ratio)
}

// TailRatio returns what a distance set for one alert a week is multiplied by for another number of them, as a normal tail
// has it. apartMs is how far apart two points are that say more than one. Twin: tailRatio.
func TailRatio(apartMs int64, alertsPerWeek float64) float64 {
	pointsPerWeek := 7 * zone.DayMs / float64(apartMs)
	tail := func(alerts float64) float64 { return NormalQuantile(1 - min(alerts/pointsPerWeek/2, mostTail)) }
	return tail(alertsPerWeek) / tail(1)
}

// mostTail is the greatest tail that a ratio follows: nearer, a normal tail vanishes.
const mostTail = 0.25

// dailyPeaks returns the largest deviation of each day below and above, largest first. A
// day is 24 h from the first slot on.
func dailyPeaks(timesMs []int64, z []float64) (lower, upper []float64) {
	days := int((timesMs[len(timesMs)-1]-timesMs[0])/zone.DayMs) + 1
	lower, upper = make([]float64, days), make([]float64, days)
	for i, v := range z {
		if math.IsNaN(v) {
			continue
		}
		day := (timesMs[i] - timesMs[0]) / zone.DayMs
		lower[day] = max(lower[day], -v)
		upper[day] = max(upper[day], v)
	}
	descend := func(a, b float64) int {
		if a > b {
			return -1
		}
		if a < b {
			return 1
		}
		return 0
	}
	slices.SortFunc(lower, descend)
	slices.SortFunc(upper, descend)
	return lower, upper
}
