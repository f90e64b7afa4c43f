package neural

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Attribute returns the network's prediction for one row, base, and each input's part in the difference to its
// prediction for another, x: the parts, shape [inputs], add up to the
// difference but for rounding. Both rows have shape [inputs] and are not changed.
//
// Errors: neural/shape, neural/unknown-activation. Source: Sundararajan, Taly & Yan (2017),
// integrated gradients, by the midpoint rule on chunkRows points; what the rule misses is
// shared in the parts' sizes. Twin: attribute in src/engine/neural/attribute.ts.
func (n Network) Attribute(base, x []float64) (atBase float64, parts []float64, err error) {
	ends, err := n.Predict(context.Background(), append(append([]float64(nil), base...), x...))
	if err != nil {
		return 0, nil, err
	}
	if len(x) != n.Inputs() || len(base) != n.Inputs() {
		return 0, nil, fault.New("neural/shape", "neural: rows of %d and %d numbers; want %d in each", len(base), len(x), n.Inputs())
	}
	parts = n.slopesAlong(base, x)
	missed, sizes := ends[1]-ends[0], 0.0
	for j := range parts {
		parts[j] = num.Mul(x[j]-base[j], parts[j])
		missed -= parts[j]
		sizes += math.Abs(parts[j])
	}
	for j, part := range parts {
		if sizes > 0 {
			parts[j] += num.Mul(missed, math.Abs(part)/sizes)
		}
	}
	return ends[0], parts, nil
}

// slopesAlong returns the mean derivative by each input at points from base to x.
func (n Network) slopesAlong(base, x []float64) []float64 {
	f, inputs := newForward(n), n.Inputs()
	for i := range chunkRows {
		at := (float64(i) + 0.5) / chunkRows
		for j, from := range base {
			f.activations[0][i*inputs+j] = from + num.Mul(at, x[j]-from)
		}
	}
	f.run(chunkRows)
	deltas := make([]float64, chunkRows)
	for i := range deltas {
		deltas[i] = 1
	}
	for l := len(n.Layers) - 1; l >= 0; l-- {
		layer := n.Layers[l]
		back, before := make([]float64, len(layer.Weights)), make([]float64, chunkRows*layer.Inputs)
		transpose(back, layer.Weights, layer.Outputs, layer.Inputs)
		addProducts(before, deltas, back, chunkRows, layer.Inputs, layer.Outputs)
		if l > 0 {
			slope(before, f.activations[l], n.Activation)
		}
		deltas = before
	}
	slopes := make([]float64, inputs)
	for i := range chunkRows {
		for j := range slopes {
			slopes[j] += deltas[i*inputs+j]
		}
	}
	for j := range slopes {
		slopes[j] /= chunkRows
	}
	return slopes
}
