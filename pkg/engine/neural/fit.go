package neural

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Options say how a network is trained.
type Options struct {
	Hidden     []int // units of the hidden layers
	Activation string
	Epochs     int     // passes over the training rows, at most
	Batch      int     // rows a step
	Rate       float64 // of Adam
	Loss       Loss
	Patience   int   // passes without a lower held-out loss after which training ends
	Seed       int64 // of the first weights and of the order of rows
}

// Fitted is a trained network with the passes that it took.
type Fitted struct {
	Network        Network
	Epochs         int     // passes that its weights are of
	ValidationLoss float64 // mean loss of the held-out rows; NaN without any
}

// Fit learns y from x by the rows of train. With held-out rows the weights are those of the
// pass after which their loss was least; without, those of the last. x has shape
// [n, inputs], row after row, y shape [n], both finite in the rows that are listed. Nothing
// is changed. A batch allocates nothing.
//
// Errors: the context's, neural/shape, neural/unknown-activation, neural/bad-option, num/bad-seed.
// Source: Kingma & Ba (2015); Prechelt (1998) for the early end.
// Twin: fitNetwork in src/engine/neural/fit.ts.
func Fit(ctx context.Context, x, y []float64, inputs int, train, validation []int, o Options) (Fitted, error) {
	if o.Epochs < 1 || o.Batch < 1 || len(train) == 0 {
		return Fitted{}, fault.New("neural/bad-option", "neural: %d epochs, batches of %d and %d rows; want at least 1 of each", o.Epochs, o.Batch, len(train))
	}
	random, err := num.NewRandom(o.Seed)
	if err != nil {
		return Fitted{}, err
	}
	start, err := New(inputs, o.Hidden, o.Activation, random)
	if err != nil {
		return Fitted{}, err
	}
	if err := start.checkPairs(x, y); err != nil {
		return Fitted{}, err
	}
	t := newTrainer(start, o)
	order := append([]int(nil), train...)
	best := Fitted{ValidationLoss: math.NaN()}
	kept := make([]float64, len(t.parameters))
	for epoch := 1; epoch <= o.Epochs; epoch++ {
		num.Shuffle(random, order)
		if err := t.pass(ctx, x, y, order); err != nil {
			return Fitted{}, err
		}
		loss, err := t.meanLoss(ctx, x, y, validation)
		if err != nil {
			return Fitted{}, err
		}
		if len(validation) == 0 || best.Epochs == 0 || loss < best.ValidationLoss {
			best.Epochs, best.ValidationLoss = epoch, loss
			copy(kept, t.parameters)
		} else if epoch-best.Epochs >= o.Patience {
			break
		}
	}
	copy(t.parameters, kept)
	best.Network = t.network
	return best, nil
}

// trainer is a network in the making; its parameters and their gradient are one list each.
type trainer struct {
	*backward
	batchRows            int
	adam                 *Adam
	parameters, gradient []float64
}

func newTrainer(start Network, o Options) *trainer {
	size := start.size()
	t := &trainer{batchRows: o.Batch, adam: NewAdam(size, o.Rate), parameters: make([]float64, size), gradient: make([]float64, size)}
	n := start
	n.Layers = layersOn(t.parameters, start.Layers)
	for l, layer := range start.Layers {
		copy(n.Layers[l].Weights, layer.Weights)
		copy(n.Layers[l].Biases, layer.Biases)
	}
	t.backward = newBackward(n, layersOn(t.gradient, start.Layers), o.Loss)
	return t
}

// pass takes a step a batch, through the rows in their order.
func (t *trainer) pass(ctx context.Context, x, y []float64, order []int) error {
	for from := 0; from < len(order); from += t.batchRows {
		if _, err := t.batch(ctx, x, y, order[from:min(from+t.batchRows, len(order))]); err != nil {
			return err
		}
		t.adam.Step(t.parameters, t.gradient)
	}
	return nil
}

// meanLoss returns the mean loss of rows; NaN of none.
func (t *trainer) meanLoss(ctx context.Context, x, y []float64, rows []int) (float64, error) {
	total := 0.0
	for from := 0; from < len(rows); from += chunkRows {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		chunk := rows[from:min(from+chunkRows, len(rows))]
		t.gather(x, chunk)
		for i, out := range t.run(len(chunk)) {
			total += t.loss.of(out - y[chunk[i]])
		}
	}
	return total / float64(len(rows)), nil
}
