package vectors

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/tree"
)

// growthInputs are the keys of all cases that grow regression trees.
var growthInputs = []string{"x", "y", "rows?", "most?", "maxDepth?", "maxLeaves?", "minLeaf?", "l2?"}

// treeRunners are the runners of stage tree. Twin: src/engine/vectors/treeRunners.ts.
var treeRunners = map[string]runner{
	"tree/binColumns": {
		inputs: []string{"x", "most"},
		run: func(in inputs) (any, error) {
			x, n := in.columns()
			b, err := tree.Bin(context.Background(), x, n, int(in.number("most")))
			if err != nil {
				return nil, err
			}
			edges, codes := []any{}, []any{}
			for j, list := range b.Edges {
				edges = append(edges, list)
				column := make([]float64, n)
				for i := range column {
					column[i] = float64(b.Code(i, j))
				}
				codes = append(codes, column)
			}
			return map[string]any{"edges": edges, "codes": codes}, nil
		},
	},
	"tree/growCart": {
		inputs: growthInputs,
		run: func(in inputs) (any, error) {
			return in.ensemble(func(b *tree.Bins, y []float64, rows []int32, o tree.Options) (*tree.Ensemble, error) {
				return tree.Cart(context.Background(), b, y, rows, o)
			})
		},
	},
	"tree/growForest": {
		inputs: append([]string{"trees", "seed", "features"}, growthInputs...),
		run: func(in inputs) (any, error) {
			return in.ensemble(func(b *tree.Bins, y []float64, rows []int32, o tree.Options) (*tree.Ensemble, error) {
				return tree.Forest(context.Background(), b, y, rows, tree.ForestOptions{Options: o, Trees: int(in.number("trees")), Seed: in.integer("seed")})
			})
		},
	},
	"tree/boost": {
		inputs: append([]string{"rounds", "learningRate", "quantile?", "bound?", "validation?", "patience?"}, growthInputs...),
		run: func(in inputs) (any, error) {
			return in.ensemble(func(b *tree.Bins, y []float64, rows []int32, o tree.Options) (*tree.Ensemble, error) {
				return tree.Boost(context.Background(), b, y, rows, in.rowList("validation"), tree.BoostOptions{
					Options: o, Rounds: int(in.number("rounds")), LearningRate: in.number("learningRate"),
					Quantile: in.numberOr("quantile", 0), Bound: in.numberOr("bound", 0), Patience: int(in.numberOr("patience", 0)),
				})
			})
		},
	},
	"tree/growClassifier": {
		inputs: []string{"x", "labels", "classes", "criterion", "rows?", "maxDepth?", "minLeaf?"},
		run: func(in inputs) (any, error) {
			x, n := in.columns()
			b, err := tree.Bin(context.Background(), x, n, tree.MaxBins)
			if err != nil {
				return nil, err
			}
			labels := make([]int, n)
			for i, label := range in.numbers("labels") {
				labels[i] = int(label)
			}
			c, err := tree.Classify(b, labels, int(in.number("classes")), in.rowList("rows"), tree.ClassifyOptions{
				Criterion: text(in.raw("criterion")), MaxDepth: int(in.numberOr("maxDepth", 0)), MinLeaf: int(in.numberOr("minLeaf", 1)),
			})
			if err != nil {
				return nil, err
			}
			counts, answers := []any{}, make([]float64, n)
			for _, list := range c.Counts {
				counts = append(counts, floats(list))
			}
			for i := range answers {
				answers[i] = float64(c.Class(x, n, i))
			}
			return map[string]any{"tree": treeParts(c.Tree), "counts": counts, "answers": answers}, nil
		},
	},
	"tree/decodeEnsemble": {
		inputs: []string{"text"},
		run: func(in inputs) (any, error) {
			e, err := tree.DecodeEnsemble([]byte(text(in.raw("text"))))
			if err != nil {
				return nil, err
			}
			x := []float64{1, 2, math.NaN()}
			return []float64{e.Answer(x, 3, 0), e.Answer(x, 3, 1), e.Answer(x, 3, 2)}, nil
		},
	},
}

// columns gives a case's columns one after another.
func (in inputs) columns() (x []float64, n int) {
	for _, column := range in.rows("x") {
		x, n = append(x, column...), len(column)
	}
	return x, n
}

// rowList gives a list of rows, nil if there is none.
func (in inputs) rowList(name string) []int32 {
	if !in.has(name) {
		return nil
	}
	rows := []int32{}
	for _, r := range in.numbers(name) {
		rows = append(rows, int32(r))
	}
	return rows
}

func (in inputs) numberOr(name string, otherwise float64) float64 {
	if in.has(name) {
		return in.number(name)
	}
	return otherwise
}

// ensemble grows one on a case, and gives it with its answers, the effects on the first
// row, and the importance of features.
func (in inputs) ensemble(grow func(*tree.Bins, []float64, []int32, tree.Options) (*tree.Ensemble, error)) (any, error) {
	x, n := in.columns()
	b, err := tree.Bin(context.Background(), x, n, int(in.numberOr("most", tree.MaxBins)))
	if err != nil {
		return nil, err
	}
	e, err := grow(b, in.numbers("y"), in.rowList("rows"), tree.Options{
		MaxDepth: int(in.numberOr("maxDepth", 0)), MaxLeaves: int(in.numberOr("maxLeaves", 0)),
		MinLeaf: int(in.numberOr("minLeaf", 1)), L2: in.numberOr("l2", 0), Features: int(in.numberOr("features", 0)),
	})
	if err != nil {
		return nil, err
	}
	trees, answers, effects := []any{}, make([]float64, n), make([]float64, e.Cols)
	for _, t := range e.Trees {
		trees = append(trees, treeParts(t))
	}
	for i := range answers {
		answers[i] = e.Answer(x, n, i)
	}
	level := e.Effects(effects, x, n, 0)
	return map[string]any{"base": e.Base, "trees": trees, "answers": answers, "level": level, "effects": effects, "importance": e.Importance()}, nil
}

func treeParts(t tree.Tree) map[string]any {
	missing := []any{}
	for _, left := range t.MissingLeft {
		missing = append(missing, left)
	}
	return map[string]any{
		"feature": floats(t.Feature), "threshold": t.Threshold, "missingLeft": missing, "left": floats(t.Left), "right": floats(t.Right),
		"value": t.Value, "gain": t.Gain, "rows": floats(t.Rows),
	}
}
