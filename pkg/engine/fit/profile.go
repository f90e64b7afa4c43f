package fit

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// Profile is a value for each slot of a period: a robust shape of any form, where Fourier
// pairs make smooth ones.
type Profile struct {
	SlotMs  int64     `json:"slotMs"`
	Weekend bool      `json:"weekend"` // whether weekends have a day of their own
	Week    bool      `json:"week"`    // whether each day of the week has one
	Month   bool      `json:"month"`   // whether a slot is a day of the month
	Values  []float64 `json:"values"`  // shape [slots]
}

// slots returns the number of slots of the profile.
func (p Profile) slots() int {
	day := int((zone.DayMs-1)/p.SlotMs) + 1
	switch {
	case p.Month:
		return features.MonthSlots
	case p.Week:
		return int((7*zone.DayMs-1)/p.SlotMs) + 1
	case p.Weekend:
		return 2 * day
	}
	return day
}

// slotsOf returns the slot of each instant, shape [n].
func (p Profile) slotsOf(calendar features.Calendar) []int {
	day := int((zone.DayMs-1)/p.SlotMs) + 1
	slots := make([]int, len(calendar.TimesMs))
	for i := range slots {
		switch {
		case p.Month:
			slots[i] = features.MonthSlot(calendar.Day[i])
		case p.Week:
			slots[i] = int(int64(calendar.WeekMs[i]) / p.SlotMs)
		case p.Weekend && calendar.Weekend[i]:
			slots[i] = day + int(int64(calendar.DayMs[i])/p.SlotMs)
		default:
			slots[i] = int(int64(calendar.DayMs[i]) / p.SlotMs)
		}
	}
	return slots
}

// at returns the profile's value at each instant, shape [n].
func (p Profile) at(calendar features.Calendar) []float64 {
	out := make([]float64, len(calendar.TimesMs))
	for i, slot := range p.slotsOf(calendar) {
		out[i] = p.Values[slot]
	}
	return out
}

// A slot's median stands only where it is clearly not chance: with minInSlot values, and
// further from zero than slotSigmas standard errors; else the slot keeps zero. The spread
// of few values is drawn towards that of all, as if slotPrior more had been seen.
const (
	minInSlot    = 3
	slotSigmas   = 3
	slotPrior    = 4
	medianExcess = 1.2533 // standard error of a median over that of a mean: √(π/2)
)

// significantProfile returns the medians per slot of residuals, shape [n], as far as they
// are no chance. shape holds the slots' form; the residuals are not changed.
func significantProfile(shape Profile, slot []int, residuals []float64) Profile {
	medians, counts := features.BinMedians(slot, residuals, shape.slots())
	deviations := make([]float64, len(residuals))
	for i, r := range residuals {
		deviations[i] = math.Abs(r - medians[slot[i]])
	}
	spreads, _ := features.BinMedians(slot, deviations, shape.slots())
	all := num.MAD(residuals)
	shape.Values = make([]float64, len(medians))
	for b, count := range counts {
		n := float64(count)
		if count < minInSlot {
			continue
		}
		own := num.Mul(num.MADToNormal, spreads[b])
		spread := math.Sqrt((num.Mul(n, num.Mul(own, own)) + num.Mul(slotPrior, num.Mul(all, all))) / (n + slotPrior))
		if math.Abs(medians[b]) > num.Mul(slotSigmas*medianExcess, spread)/math.Sqrt(n) {
			shape.Values[b] = medians[b]
		}
	}
	return shape
}
