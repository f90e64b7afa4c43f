// Package neural learns multi-layer perceptrons for regression: dense layers, back-propagation,
// Adam. Stage: features → **fit** → band. Twin: src/engine/neural. Numbers: spec/vectors/neural.
package neural

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Version is the version of Network that this engine writes and reads.
const Version = 1

// The activations of all layers but the last, which is linear.
const (
	Tanh = "tanh"
	ReLU = "relu"
)

// Network is a multi-layer perceptron with one output. It serialises to JSON without loss.
type Network struct {
	Version    int     `json:"version"`
	Activation string  `json:"activation"`
	Layers     []Layer `json:"layers"` // the inputs of each are the outputs of the one before; the last has one
}

// Layer is a dense layer.
type Layer struct {
	Inputs  int       `json:"inputs"`
	Outputs int       `json:"outputs"`
	Weights []float64 `json:"weights"` // shape [outputs, inputs], unit after unit
	Biases  []float64 `json:"biases"`  // shape [outputs]
}

// New returns a network of random weights and biases. hidden lists the units of the hidden
// layers, none for a linear model. Numbers are drawn layer by layer, the weights unit by unit
// and then the biases.
//
// Errors: neural/unknown-activation; neural/shape if a layer has no units.
// Source: Glorot & Bengio (2010), uniform, into ReLU too.
// Twin: newNetwork in src/engine/neural/network.ts.
func New(inputs int, hidden []int, activation string, random *num.Random) (Network, error) {
	if activation != Tanh && activation != ReLU {
		return Network{}, fault.New("neural/unknown-activation", "neural: activation %q; want tanh or relu", activation)
	}
	n := Network{Version: Version, Activation: activation}
	for i, outputs := range append(append([]int(nil), hidden...), 1) {
		if inputs < 1 || outputs < 1 {
			return Network{}, fault.New("neural/shape", "neural: layer %d has %d inputs and %d units; want at least 1 of each", i, inputs, outputs)
		}
		bound := math.Sqrt(6 / float64(inputs+outputs))
		n.Layers = append(n.Layers, Layer{
			Inputs: inputs, Outputs: outputs, Weights: uniform(random, inputs*outputs, bound), Biases: uniform(random, outputs, bound),
		})
		inputs = outputs
	}
	return n, nil
}

// uniform draws n numbers within a bound of 0.
func uniform(random *num.Random, n int, bound float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = num.Mul(bound, num.Mul(2, random.Uniform())-1)
	}
	return out
}

// Inputs returns how many numbers a row has.
func (n Network) Inputs() int { return n.Layers[0].Inputs }

// size returns the number of weights and biases.
func (n Network) size() int {
	size := 0
	for _, l := range n.Layers {
		size += len(l.Weights) + len(l.Biases)
	}
	return size
}

// layersOn returns layers of the shape of others whose weights and biases lie one after
// another in a block of memory, so that an optimiser sees one list.
func layersOn(block []float64, shape []Layer) []Layer {
	out := make([]Layer, len(shape))
	for i, l := range shape {
		w := len(l.Weights)
		out[i] = Layer{Inputs: l.Inputs, Outputs: l.Outputs, Weights: block[:w], Biases: block[w : w+l.Outputs]}
		block = block[w+l.Outputs:]
	}
	return out
}

// check refuses a network whose layers do not fit together, and rows that do not fit it.
//
// Errors: neural/shape, neural/unknown-activation.
func (n Network) check(x []float64) error {
	if n.Activation != Tanh && n.Activation != ReLU {
		return fault.New("neural/unknown-activation", "neural: activation %q; want tanh or relu", n.Activation)
	}
	for i, l := range n.Layers {
		outputs := 1
		if i+1 < len(n.Layers) {
			outputs = n.Layers[i+1].Inputs
		}
		if l.Inputs < 1 || l.Outputs != outputs || len(l.Weights) != l.Inputs*l.Outputs || len(l.Biases) != l.Outputs {
			return fault.New("neural/shape", "neural: layer %d has %d inputs, %d units, %d weights and %d biases; want %d units, as many biases, and a weight for each input and unit",
				i, l.Inputs, l.Outputs, len(l.Weights), len(l.Biases), outputs)
		}
	}
	if len(n.Layers) == 0 || len(x)%n.Inputs() != 0 {
		return fault.New("neural/shape", "neural: %d layers and %d numbers; want at least one layer, and rows as wide as its inputs", len(n.Layers), len(x))
	}
	return nil
}

// Check says whether a network that was read can be run.
//
// Errors: model/wrong-version, model/wrong-size. Twin: checkRead in
// src/engine/neural/network.ts.
func (n Network) Check() error {
	if n.Version != Version {
		return fault.New("model/wrong-version", "model: a network of version %d; want %d. Learn it anew.", n.Version, Version)
	}
	for _, l := range n.Layers {
		if max(l.Inputs, l.Outputs) > maxUnits {
			return fault.New("model/out-of-range", "model: a layer of %d inputs and %d units; want at most %d of each", l.Inputs, l.Outputs, maxUnits)
		}
	}
	if err := n.check(nil); err != nil {
		return fault.New("model/wrong-size", "model: %s", err)
	}
	return nil
}

// maxUnits of a layer that was read: beyond, inputs × units may overflow.
const maxUnits = 1 << 20
