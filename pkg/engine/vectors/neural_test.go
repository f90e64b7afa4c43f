package vectors

import (
	"context"
	"encoding/json"

	"github.com/tidemark/tidemark/pkg/engine/neural"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// neuralRunners are the runners of package neural. Twin: src/engine/vectors/neuralRunners.ts.
var neuralRunners = map[string]runner{
	"neural/predict": {
		inputs: []string{"activation", "layers", "x"},
		run:    func(in inputs) (any, error) { return in.network().Predict(context.Background(), in.numbers("x")) },
	},
	"neural/gradient": {
		inputs: []string{"activation", "layers", "x", "y", "l2", "limit"},
		run: func(in inputs) (any, error) {
			value, gradient, err := in.network().Gradient(in.numbers("x"), in.numbers("y"), in.loss())
			return map[string]any{"value": value, "layers": layerParts(gradient)}, err
		},
	},
	"neural/attribute": {
		inputs: []string{"activation", "layers", "base", "x"},
		run: func(in inputs) (any, error) {
			atBase, parts, err := in.network().Attribute(in.numbers("base"), in.numbers("x"))
			return map[string]any{"atBase": atBase, "parts": parts}, err
		},
	},
	"neural/adam": {
		inputs: []string{"parameters", "gradients", "rate"},
		run: func(in inputs) (any, error) {
			parameters := in.numbers("parameters")
			adam := neural.NewAdam(len(parameters), in.number("rate"))
			for _, gradient := range in.rows("gradients") {
				adam.Step(parameters, gradient)
			}
			return parameters, nil
		},
	},
	"neural/initial": {
		inputs: []string{"inputs", "hidden", "activation", "seed"},
		run: func(in inputs) (any, error) {
			random, err := num.NewRandom(in.integer("seed"))
			if err != nil {
				return nil, err
			}
			n, err := neural.New(int(in.integer("inputs")), in.integers("hidden"), text(in.raw("activation")), random)
			return layerParts(n.Layers), err
		},
	},
	"neural/fit": {
		inputs: []string{"inputs", "hidden", "x", "y", "train", "validation", "activation", "epochs", "batch", "rate", "l2", "limit", "patience", "seed"},
		run: func(in inputs) (any, error) {
			f, err := neural.Fit(context.Background(), in.numbers("x"), in.numbers("y"), int(in.integer("inputs")), in.integers("train"), in.integers("validation"), neural.Options{
				Hidden: in.integers("hidden"), Activation: text(in.raw("activation")), Epochs: int(in.integer("epochs")),
				Batch: int(in.integer("batch")), Rate: in.number("rate"), Loss: in.loss(),
				Patience: int(in.integer("patience")), Seed: in.integer("seed"),
			})
			return map[string]any{"epochs": float64(f.Epochs), "validation": f.ValidationLoss, "layers": layerParts(f.Network.Layers)}, err
		},
	},
}

func (in inputs) network() neural.Network {
	in.t.Helper()
	n := neural.Network{Version: neural.Version, Activation: text(in.raw("activation"))}
	if err := json.Unmarshal(in.raw("layers"), &n.Layers); err != nil {
		in.t.Fatal(err)
	}
	return n
}

func (in inputs) loss() neural.Loss {
	return neural.Loss{L2: in.number("l2"), Limit: in.number("limit")}
}

func (in inputs) integers(name string) []int {
	in.t.Helper()
	numbers := in.numbers(name)
	out := make([]int, len(numbers))
	for i, v := range numbers {
		out[i] = int(v)
	}
	return out
}

func layerParts(layers []neural.Layer) []any {
	parts := make([]any, len(layers))
	for i, l := range layers {
		parts[i] = map[string]any{"weights": l.Weights, "biases": l.Biases}
	}
	return parts
}
