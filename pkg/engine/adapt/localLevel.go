// Package adapt follows changes after the training cutoff: a level that moved, a scale that grew. Its memory is one
// day, so that a restart changes nothing.
// Stage: fit → **adapt** → band. Twin: src/engine/adapt. Numbers: spec/vectors/adapt.
package adapt

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// LocalLevel holds the parameters of the trailing location and scale filter. It is part of a model.
type LocalLevel struct {
	Points         int     `json:"points"`         // slots of the window; 0: nothing is followed
	Gain           float64 `json:"gain"`           // gain of the local level: 0, 1/2 or 1
	ShiftThreshold float64 `json:"shiftThreshold"` // beyond this, the gain of the local level is 1
	ReferenceScale float64 `json:"referenceScale"` // median |z| of the history, the denominator of the scale ratio; 0: no scale ratio
}

// Deviations are residuals with their scale and local level, one row a slot, of shape [n].
type Deviations struct {
	Residuals []float64 // value − expected; NaN where missing
	Scale     []float64 // the season's, from the band
	Level     []float64 // local level: added to the expected value
	Factor    []float64 // scale ratio: factor on the scale
}

// At returns (residual − level) / (scale · factor) of slot i, with the level and the factor
// of slot now; NaN where missing.
func (d Deviations) At(i, now int) float64 {
	return (d.Residuals[i] - d.Level[now]) / num.Mul(d.Scale[i], d.Factor[now])
}

// Normalised returns every slot's own deviation, shape [n].
func (d Deviations) Normalised() []float64 {
	z := make([]float64, len(d.Residuals))
	for i := range z {
		z[i] = d.At(i, i)
	}
	return z
}

// A window must hold minPoints slots to have a level, and a quarter of them, at least
// minObserved, must have data.
const (
	minPoints   = 4
	minObserved = 3
)

// A gain above 0 must lower the error by a hundredth, with residuals clipped at clipAt scales. A level that follows
// anomalies raises it.
const (
	gainLoss = 0.99
	clipAt   = 5
)

// The shift threshold is this many of the local level's own deviations, and at least this many of the residuals'.
const (
	shiftOwn   = 3
	shiftScale = 0.5
)

// slotsBetweenChecks is how far a window slides between two looks at the context: at a step of a second,
// whose day is sorted anew with each slot, some 10 ms.
const slotsBetweenChecks = 1024

// Learn chooses how to follow residuals of a history, shape [n], one a slot, NaN where
// missing, and follows them as Follow does. scale has shape [n], overall is the residuals'
// own. Nothing is changed; residuals and scale are kept.
// Once the context has ended the result means nothing. Twin: learnLocalLevel.
func Learn(ctx context.Context, residuals, scale []float64, overall float64, points int) (LocalLevel, Deviations) {
	t := LocalLevel{Points: points, ReferenceScale: 1}
	if points < minPoints {
		t.Points = 0
		return t, t.Follow(ctx, residuals, scale)
	}
	level := trailingMedian(ctx, residuals, points)
	t.Gain = bestGain(residuals, level, overall)
	t.ShiftThreshold = num.Mul(shiftOwn, num.MAD(present(level, residuals))) + num.Mul(shiftScale, overall)
	t.ReferenceScale = 0 // no factor yet
	t.ReferenceScale = typicalSize(t.follow(ctx, residuals, scale, level).Normalised())
	return t, t.follow(ctx, residuals, scale, level)
}

// The median of the deviations' sizes says nothing of a spread that grows where more than half
// of them are less than minReferenceScale, as counts' are, nor where their fifth next to the median
// spans more than gapRatio, as between zero and one of whole numbers. The median would then jump across the gap.
const (
	minReferenceScale = 0.2
	gapBelow          = 0.4
	gapAbove          = 0.6
	gapRatio          = 3
)

// typicalSize returns the median size of deviations, NaN where missing; 0 where it says nothing.
func typicalSize(z []float64) float64 {
	sizes := present(z, z)
	for i, v := range sizes {
		sizes[i] = math.Abs(v)
	}
	median := num.MedianInPlace(sizes)
	if !(median >= minReferenceScale) {
		return 0
	}
	below, _ := num.QuantileInPlace(sizes, gapBelow) // n ≥ 1, as there is a median
	above, _ := num.QuantileInPlace(sizes, gapAbove)
	if above > num.Mul(gapRatio, below) {
		return 0
	}
	return median
}

// present returns the values whose residual is not missing.
func present(values, residuals []float64) []float64 {
	out := make([]float64, 0, len(values))
	for i, v := range values {
		if !math.IsNaN(residuals[i]) {
			out = append(out, v)
		}
	}
	return out
}

// bestGain returns the gain of the local level with the least clipped error.
func bestGain(residuals, level []float64, overall float64) float64 {
	best, none := 0.0, clippedError(residuals, level, overall, 0)
	least := num.Mul(gainLoss, none)
	for _, gain := range []float64{0.5, 1} {
		if e := clippedError(residuals, level, overall, gain); e < least {
			best, least = gain, e
		}
	}
	return best
}

func clippedError(residuals, level []float64, overall, gain float64) float64 {
	limit, total := num.Mul(clipAt, overall), 0.0
	for i, r := range residuals {
		if !math.IsNaN(r) {
			total += min(math.Abs(r-num.Mul(gain, level[i])), limit)
		}
	}
	return total
}

// Follow returns the level and the factor of each slot, both from the slots before it
// alone. residuals and scale have shape [n], residuals NaN where missing; they are kept. Once the
// context has ended the result means nothing.
func (t LocalLevel) Follow(ctx context.Context, residuals, scale []float64) Deviations {
	level := make([]float64, len(residuals))
	if t.Points > 0 {
		level = trailingMedian(ctx, residuals, t.Points)
	}
	return t.follow(ctx, residuals, scale, level)
}

// follow is Follow for residuals whose local level is known, shape [n].
func (t LocalLevel) follow(ctx context.Context, residuals, scale, level []float64) Deviations {
	d := Deviations{Residuals: residuals, Scale: scale, Level: make([]float64, len(level)), Factor: make([]float64, len(level))}
	for i, l := range level {
		d.Level[i], d.Factor[i] = num.Mul(t.gainOf(l), l), 1
	}
	if t.Points > 0 && t.ReferenceScale > 0 {
		t.followSpread(ctx, d, level)
	}
	return d
}

// gainOf returns the gain of a local level.
func (t LocalLevel) gainOf(level float64) float64 {
	if math.Abs(level) > t.ShiftThreshold {
		return 1
	}
	return t.Gain
}

// followSpread fills the factors from the trailing spread of residuals in scales.
func (t LocalLevel) followSpread(ctx context.Context, d Deviations, level []float64) {
	z := make([]float64, len(d.Residuals))
	for i, r := range d.Residuals {
		z[i] = r / d.Scale[i]
	}
	window := newSortedWindow(t.Points)
	for i := range z {
		if i%slotsBetweenChecks == 0 && ctx.Err() != nil {
			return
		}
		if len(window.values) >= minIn(t.Points) {
			center := num.Mul(t.gainOf(level[i]), window.median())
			d.Factor[i] = factorOf(window.medianDistance(center) / t.ReferenceScale)
		}
		window.slide(z, i, t.Points)
	}
}

func minIn(points int) int { return max(minObserved, points/4) }

// trailingMedian returns the median of the residuals in the slots before each, 0 where too
// few are there.
func trailingMedian(ctx context.Context, residuals []float64, points int) []float64 {
	level := make([]float64, len(residuals))
	window := newSortedWindow(points)
	for i := range residuals {
		if i%slotsBetweenChecks == 0 && ctx.Err() != nil {
			break
		}
		if len(window.values) >= minIn(points) {
			level[i] = window.median()
		}
		window.slide(residuals, i, points)
	}
	return level
}

// The scale ratio has a dead zone, so that its noise does not move the interval. It has limits, so that an anomaly
// does not hide itself.
const (
	growFrom   = 1.4
	growMost   = 4
	shrinkFrom = 0.75
	shrinkMost = 0.5
)

func factorOf(ratio float64) float64 {
	switch {
	case ratio > growFrom:
		return min(ratio/growFrom, growMost)
	case ratio < shrinkFrom:
		return max(ratio/shrinkFrom, shrinkMost)
	}
	return 1
}
