package neural

import (
	"context"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// chunkRows are computed at a time, so that their activations stay in the cache. It is no
// part of the numbers.
const chunkRows = 32

// forward holds the activations of one chunk of rows: of layer l they have the shape
// [rows, inputs of l], those of the last the network's outputs.
type forward struct {
	network     Network
	activations [][]float64
}

func newForward(n Network) *forward {
	f := &forward{network: n, activations: make([][]float64, len(n.Layers)+1)}
	for l, layer := range n.Layers {
		f.activations[l] = make([]float64, chunkRows*layer.Inputs)
	}
	f.activations[len(n.Layers)] = make([]float64, chunkRows)
	return f
}

// run computes the outputs of the rows in activations[0], shape [rows].
func (f *forward) run(rows int) []float64 {
	last := len(f.network.Layers) - 1
	for l, layer := range f.network.Layers {
		out := f.activations[l+1][:rows*layer.Outputs]
		for i := range rows {
			copy(out[i*layer.Outputs:], layer.Biases)
		}
		addProducts(out, f.activations[l], layer.Weights, rows, layer.Outputs, layer.Inputs)
		if l < last {
			activate(out, f.network.Activation)
		}
	}
	return f.activations[last+1][:rows]
}

// activate bends sums in place; NaN stays NaN.
func activate(z []float64, activation string) {
	if activation == Tanh {
		for i, v := range z {
			z[i] = num.Tanh(v)
		}
		return
	}
	for i, v := range z {
		if v < 0 {
			z[i] = 0
		}
	}
}

// Predict returns the output of each row, shape [n], in the unit of what was learnt. x has
// shape [n, inputs], row after row; a row with a NaN gives NaN. Nothing is changed.
//
// Errors: neural/shape, neural/unknown-activation, the context's. Twin: predictNetwork in
// src/engine/neural/forward.ts.
func (n Network) Predict(ctx context.Context, x []float64) ([]float64, error) {
	if err := n.check(x); err != nil {
		return nil, err
	}
	f, inputs := newForward(n), n.Inputs()
	out := make([]float64, len(x)/inputs)
	for from := 0; from < len(out); from += chunkRows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		rows := min(chunkRows, len(out)-from)
		copy(f.activations[0], x[from*inputs:(from+rows)*inputs])
		copy(out[from:], f.run(rows))
	}
	return out, nil
}
