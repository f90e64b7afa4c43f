//go:build measure

package detect

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/adapt"
	"github.com/tidemark/tidemark/pkg/engine/band"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// SetConstants replaces the constants by those of another spec/detector.json. It is for the
// accuracy bench alone: products are built without the tag measure.
func SetConstants(text []byte) {
	constants = readConstants(text)
	MemoryMs = constants.MeanMs
}

// Calibration is what LearnLimits reads of a history before it sets a level: few of the
// constants matter until there, so that the bench keeps it while it varies the others.
type Calibration struct {
	history     calibration // without its slots
	reference   float64
	half, whole reduced
}

// reduced is a history in units of scales.
type reduced struct {
	references []float64
	peaks      []float64
	logScale   float64 // mean over slots
}

// Calibrate reads a history; the arguments are those of LearnLimits.
func Calibrate(timesMs []int64, values []float64, d adapt.Deviations, stepMs int64) Calibration {
	w := WindowOf(values, d, stepMs)
	h := calibration{timesMs: timesMs, stepMs: stepMs, observed: num.CountPresent(w.Residuals)}
	for _, s := range Statistics {
		h.lengths = append(h.lengths, s.Lengths(w))
	}
	l := Limits{Reference: num.Median(d.Scale)}
	c := Calibration{reference: l.Reference, half: h.reduce(l.Scales(d.Scale)), whole: h.reduce(d.Scale)}
	h.timesMs, h.lengths = nil, nil
	c.history = h
	return c
}

func (h calibration) reduce(scales []float64) reduced {
	r := reduced{}
	union := make([]float64, len(h.timesMs))
	for _, lengths := range h.lengths {
		unit := reference(lengths, scales)
		r.references = append(r.references, unit)
		for i, x := range lengths {
			if !math.IsNaN(x) {
				union[i] = max(union[i], math.Abs(x)/num.Mul(scales[i], unit))
			}
		}
	}
	r.peaks = Peaks(h.timesMs, union, h.stepMs)
	for _, s := range scales {
		r.logScale += num.Log(s) / float64(len(scales))
	}
	return r
}

// Limits returns what LearnLimits does, but for the last bits: the bench compares the two.
func (c Calibration) Limits(alertsPerWeek float64) Limits {
	h := c.history
	h.alertsPerWeek = alertsPerWeek
	width := func(r reduced) (level, width float64) {
		level = h.level(r.peaks)
		return level, num.Log(num.Mul(level, r.references[0])) + r.logScale
	}
	level, narrow := width(c.whole)
	taken := c.whole
	l := Limits{Reference: c.reference, Seasonal: true}
	if half, wide := width(c.half); narrow > wide-num.Log(constants.SeasonalGain) {
		level, taken, l.Seasonal = half, c.half, false
	}
	for _, r := range taken.references {
		limit := num.Mul(level, r)
		l.Statistics = append(l.Statistics, band.Interval{Lower: limit, Upper: limit})
	}
	return l
}
