package fit

import (
	"context"

	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// Seasonal expects the median of the season's slot, on a level that may have stepped.
type Seasonal struct {
	Shape  Profile   `json:"shape"`
	Steps  []int64   `json:"steps"`  // instants of level steps
	Levels []float64 `json:"levels"` // one more than steps
}

// A week has slots of its own once each has been seen this often, give or take a day.
const weeksForWeek = 4

// levelRounds: the level and the shape are medians of each other's residuals, in turns.
const levelRounds = 2

// FitSeasonal learns the medians of season slots. With robust false it takes means. Of the
// design specification it reads which seasons the history holds, and its steps; regressors and slopes
// are left to Linear. The sample has n ≥ 1 rows and is not changed.
// Errors: the context's. Twin: src/engine/fit/seasonal.ts.
func FitSeasonal(ctx context.Context, s Sample, designSpec features.DesignSpec, robust bool) (Fitted, error) {
	f := seasonalFit{sample: s, designSpec: designSpec, center: num.Mean}
	if robust {
		f.center = num.MedianInPlace
	}
	f.shape = shapeOf(designSpec, s.StepMs)
	f.slot = f.shape.slotsOf(s.Calendar)
	blocks := s.blocks()
	model := f.fit(blocks, -1)
	out := Fitted{Model: Model{Kind: KindSeasonal, Seasonal: &model}, Fit: model.Predict(s.Calendar)}
	out.OutOfFold = append([]float64(nil), out.Fit...)
	for fold := range folds {
		if err := ctx.Err(); err != nil {
			return Fitted{}, err
		}
		if rowsOutside(blocks, fold) < minOutside {
			continue
		}
		without := f.fit(blocks, fold)
		for _, b := range blocks {
			if b.fold == fold {
				copy(out.OutOfFold[b.from:b.to], without.Predict(s.Calendar.Slice(b.from, b.to)))
			}
		}
	}
	return out, nil
}

// shapeOf chooses the finest season whose slots the history has seen often enough.
func shapeOf(designSpec features.DesignSpec, stepMs int64) Profile {
	week := designSpec.Week > 0
	switch {
	case designSpec.Day > 0:
		return Profile{
			SlotMs:  max(stepMs, profileSlotMs),
			Week:    week && designSpec.SpanMs >= weeksForWeek*7*zone.DayMs,
			Weekend: week,
		}
	case week:
		return Profile{SlotMs: max(stepMs, zone.DayMs), Week: true}
	}
	return Profile{SlotMs: zone.DayMs}
}

// seasonalFit is a seasonal model in the making.
type seasonalFit struct {
	sample     Sample
	designSpec features.DesignSpec
	shape      Profile
	slot       []int
	center     func([]float64) float64 // may reorder its argument
}

// fit learns from all folds but one, or, with fold −1, from all.
func (f seasonalFit) fit(blocks []block, fold int) Seasonal {
	model := Seasonal{Shape: f.shape, Steps: f.designSpec.Steps, Levels: make([]float64, len(f.designSpec.Steps)+1)}
	model.Shape.Values = make([]float64, f.shape.slots())
	for range levelRounds {
		model.Levels = f.centers(blocks, fold, len(model.Levels), func(i int) (int, float64) {
			return model.segment(f.sample.Calendar.TimesMs[i]), f.sample.Values[i] - model.Shape.Values[f.slot[i]]
		})
		model.Shape.Values = f.centers(blocks, fold, len(model.Shape.Values), func(i int) (int, float64) {
			return f.slot[i], f.sample.Values[i] - model.Levels[model.segment(f.sample.Calendar.TimesMs[i])]
		})
	}
	return model
}

// centers returns the center of each bin's values, 0 for a bin without; of gives the bin
// and the value of a row.
func (f seasonalFit) centers(blocks []block, fold, bins int, of func(i int) (int, float64)) []float64 {
	grouped := make([][]float64, bins)
	for _, b := range blocks {
		if b.fold == fold {
			continue
		}
		for i := b.from; i < b.to; i++ {
			bin, value := of(i)
			grouped[bin] = append(grouped[bin], value)
		}
	}
	out := make([]float64, bins)
	for bin, values := range grouped {
		if len(values) > 0 {
			out[bin] = f.center(values)
		}
	}
	return out
}

func rowsOutside(blocks []block, fold int) int {
	rows := 0
	for _, b := range blocks {
		if b.fold != fold {
			rows += b.to - b.from
		}
	}
	return rows
}

// segment returns how many steps lie at or before an instant.
func (m Seasonal) segment(timeMs int64) int {
	segment := 0
	for segment < len(m.Steps) && timeMs >= m.Steps[segment] {
		segment++
	}
	return segment
}

// Predict returns the expected value at instants, shape [n], in the history's unit.
func (m Seasonal) Predict(calendar features.Calendar) []float64 {
	out := m.Shape.at(calendar)
	for i, t := range calendar.TimesMs {
		out[i] += m.Levels[m.segment(t)]
	}
	return out
}
