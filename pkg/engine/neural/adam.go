package neural

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Adam's decay rates, and what a new gradient counts in either mean: 1 less them, written
// out since 1 − 0.9 is not 0.1 in floating point.
const (
	decay1, fresh1 = 0.9, 0.1
	decay2, fresh2 = 0.999, 0.001
	tiny           = 1e-8 // keeps a parameter without a gradient where it is
)

// Adam walks down a gradient by steps of about its rate, whatever the gradient's size.
type Adam struct {
	Rate           float64
	mean, square   []float64 // decaying means of gradients and of their squares
	power1, power2 float64   // of the decay rates
}

// NewAdam begins at the first step. size is the number of parameters.
// Twin: the constructor of Adam in src/engine/neural/adam.ts.
func NewAdam(size int, rate float64) *Adam {
	return &Adam{Rate: rate, mean: make([]float64, size), square: make([]float64, size), power1: 1, power2: 1}
}

// Step changes the parameters, shape [size], by one step; gradient has their shape and is
// not changed. Source: Kingma & Ba (2015), algorithm 1, with the rate corrected in place of
// both means. Twin: Adam.step.
func (a *Adam) Step(parameters, gradient []float64) {
	a.power1, a.power2 = num.Mul(a.power1, decay1), num.Mul(a.power2, decay2)
	rate := num.Mul(a.Rate, math.Sqrt(1-a.power2)) / (1 - a.power1)
	mean, square := a.mean[:len(parameters)], a.square[:len(parameters)]
	for k, g := range gradient[:len(parameters)] {
		m := float64(decay1*mean[k]) + float64(fresh1*g) // num.Mul, written out for speed
		s := float64(decay2*square[k]) + float64(float64(fresh2*g)*g)
		mean[k], square[k] = m, s
		parameters[k] -= float64(rate*m) / (math.Sqrt(s) + tiny)
	}
}
