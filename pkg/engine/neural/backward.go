package neural

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Loss is what training makes small: the mean over a batch of the squared error's half, and
// a penalty on the weights, not the biases, shared among the batch's rows.
type Loss struct {
	L2    float64 // penalty: L2/2 · Σ weight² / rows
	Limit float64 // an error beyond it counts as in Huber's loss; +Inf: squared, however far
}

// backward computes gradients, one chunk of rows after the other, without allocating.
type backward struct {
	*forward
	loss       Loss
	gradient   []Layer     // of the network's shape; sums over rows until finish divides them
	deltas     [][]float64 // of layer l: shape [rows, outputs of l]
	turned     []float64   // of a layer's deltas
	turnedIn   []float64   // of a layer's activations
	turnedBack [][]float64 // of a layer's weights, shape [inputs, outputs]; none for the first
}

// newBackward computes the gradient in the layers given, which have the network's shape.
func newBackward(n Network, gradient []Layer, loss Loss) *backward {
	b := &backward{forward: newForward(n), loss: loss, gradient: gradient, deltas: make([][]float64, len(n.Layers)), turnedBack: make([][]float64, len(n.Layers))}
	widest := 0
	for l, layer := range n.Layers {
		widest = max(widest, layer.Inputs, layer.Outputs)
		b.deltas[l] = make([]float64, chunkRows*layer.Outputs)
		if l > 0 {
			b.turnedBack[l] = make([]float64, len(layer.Weights))
		}
	}
	b.turned, b.turnedIn = make([]float64, chunkRows*widest), make([]float64, chunkRows*widest)
	return b
}

// batch fills the gradient with that of the rows of x and y that are listed, and returns
// their loss without its penalty.
func (b *backward) batch(ctx context.Context, x, y []float64, rows []int) (float64, error) {
	for l, layer := range b.network.Layers {
		clear(b.gradient[l].Weights)
		clear(b.gradient[l].Biases)
		if l > 0 {
			transpose(b.turnedBack[l], layer.Weights, layer.Outputs, layer.Inputs)
		}
	}
	total := 0.0
	for from := 0; from < len(rows); from += chunkRows {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		chunk := rows[from:min(from+chunkRows, len(rows))]
		b.gather(x, chunk)
		total = b.errors(total, b.run(len(chunk)), y, chunk)
		b.propagate(len(chunk))
	}
	b.finish(float64(len(rows)))
	return total / float64(len(rows)), nil
}

// gather copies rows of x into the first activations.
func (f *forward) gather(x []float64, rows []int) {
	inputs := f.network.Inputs()
	for i, row := range rows {
		copy(f.activations[0][i*inputs:], x[row*inputs:(row+1)*inputs])
	}
}

// errors fills the deltas of the last layer and returns total plus the rows' losses.
func (b *backward) errors(total float64, outputs, y []float64, rows []int) float64 {
	deltas := b.deltas[len(b.deltas)-1]
	for i, row := range rows {
		e := outputs[i] - y[row]
		deltas[i] = min(max(e, -b.loss.Limit), b.loss.Limit)
		total += b.loss.of(e)
	}
	return total
}

// of returns the loss of one error.
func (l Loss) of(e float64) float64 {
	if size := math.Abs(e); size > l.Limit {
		return num.Mul(l.Limit, size-num.Mul(0.5, l.Limit))
	}
	return num.Mul(num.Mul(0.5, e), e)
}

// propagate adds a chunk's part of the gradient, from the last layer to the first.
func (b *backward) propagate(rows int) {
	for l := len(b.network.Layers) - 1; l >= 0; l-- {
		layer, deltas, in := b.network.Layers[l], b.deltas[l], b.activations[l]
		transpose(b.turned, deltas, rows, layer.Outputs)
		transpose(b.turnedIn, in, rows, layer.Inputs)
		addProducts(b.gradient[l].Weights, b.turned, b.turnedIn, layer.Outputs, layer.Inputs, rows)
		for o := range layer.Outputs {
			sum := b.gradient[l].Biases[o]
			for _, d := range b.turned[o*rows:][:rows] {
				sum += d
			}
			b.gradient[l].Biases[o] = sum
		}
		if l > 0 {
			before := b.deltas[l-1][:rows*layer.Inputs]
			clear(before)
			addProducts(before, deltas, b.turnedBack[l], rows, layer.Inputs, layer.Outputs)
			slope(before, in, b.network.Activation)
		}
	}
}

// slope multiplies deltas by the derivative of the activation, read from its result.
func slope(deltas, activations []float64, activation string) {
	if activation == Tanh {
		for i := range deltas {
			a := activations[i]
			deltas[i] = num.Mul(deltas[i], 1-num.Mul(a, a))
		}
		return
	}
	for i := range deltas {
		if activations[i] <= 0 {
			deltas[i] = 0
		}
	}
}

// finish adds the penalty and turns the sums into means.
func (b *backward) finish(rows float64) {
	for l, layer := range b.network.Layers {
		weights := b.gradient[l].Weights
		for k, g := range weights {
			weights[k] = (g + num.Mul(b.loss.L2, layer.Weights[k])) / rows
		}
		for o, g := range b.gradient[l].Biases {
			b.gradient[l].Biases[o] = g / rows
		}
	}
}

// Gradient returns the loss of all rows with its penalty, and its derivative by every
// weight and bias, in layers of the network's shape. x has shape [n ≥ 1, inputs], row after row, y
// shape [n]. Nothing is changed.
//
// Errors: neural/shape, neural/unknown-activation. Source: Rumelhart, Hinton & Williams
// (1986). Twin: gradientOf in src/engine/neural/backward.ts.
func (n Network) Gradient(x, y []float64, loss Loss) (value float64, gradient []Layer, err error) {
	if err := n.checkPairs(x, y); err != nil {
		return 0, nil, err
	}
	b := newBackward(n, layersOn(make([]float64, n.size()), n.Layers), loss)
	if value, err = b.batch(context.Background(), x, y, firstRows(len(y))); err != nil {
		return 0, nil, err
	}
	squares := 0.0
	for _, layer := range n.Layers {
		for _, w := range layer.Weights {
			squares += num.Mul(w, w)
		}
	}
	return value + num.Mul(num.Mul(0.5, loss.L2), squares)/float64(len(y)), b.gradient, nil
}

func (n Network) checkPairs(x, y []float64) error {
	if err := n.check(x); err != nil {
		return err
	}
	if len(y) == 0 || len(x) != len(y)*n.Inputs() {
		return fault.New("neural/shape", "neural: %d numbers for %d targets; want %d for each, and at least one target", len(x), len(y), n.Inputs())
	}
	return nil
}

// firstRows lists rows 0 … n − 1.
func firstRows(n int) []int {
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	return rows
}
