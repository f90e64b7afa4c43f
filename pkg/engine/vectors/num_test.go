package vectors

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

func ofX(f func(float64) float64) runner {
	return runner{inputs: []string{"x"}, run: func(in inputs) (any, error) { return f(in.number("x")), nil }}
}

func ofTwo(a, b string, f func(a, b float64) any) runner {
	return runner{inputs: []string{a, b}, run: func(in inputs) (any, error) {
		return f(in.number(a), in.number(b)), nil
	}}
}

func ofValues(f func([]float64) (any, error)) runner {
	return runner{inputs: []string{"values"}, run: func(in inputs) (any, error) { return f(in.numbers("values")) }}
}

// ofStream runs draw as often as the case's "draws" says, on the stream of its "seed".
func ofStream(more []string, draw func(*num.Random, inputs) float64) runner {
	return runner{inputs: append([]string{"seed", "draws"}, more...), run: func(in inputs) (any, error) {
		random, err := num.NewRandom(in.integer("seed"))
		if err != nil {
			return nil, err
		}
		got := make([]float64, in.integer("draws"))
		for i := range got {
			got[i] = draw(random, in)
		}
		return got, nil
	}}
}

var elementary = map[string]func(float64) float64{
	"exp": num.Exp, "expm1": num.Expm1, "log": num.Log, "log1p": num.Log1p, "tanh": num.Tanh,
	"sin": num.Sin, "cos": num.Cos, "pow": func(x float64) float64 { return num.Pow(x, 1.3) },
}

// digest is FNV-1a of the bits of a function at "draws" arguments, uniform from "low" to "high".
func digest(in inputs) (any, error) {
	f := elementary[text(in.raw("of"))]
	random, err := num.NewRandom(in.integer("seed"))
	if err != nil {
		return nil, err
	}
	low := in.number("low")
	width := in.number("high") - low
	hash := uint32(0x811c9dc5)
	for range in.integer("draws") {
		bits := math.Float64bits(f(low + num.Mul(width, random.Uniform())))
		hash = (hash ^ uint32(bits>>32)) * 0x01000193
		hash = (hash ^ uint32(bits)) * 0x01000193
	}
	return float64(hash), nil
}

// numRunners are the runners of stage num. Twin: src/engine/vectors/numRunners.ts.
var numRunners = map[string]runner{
	"num/exp":    ofX(num.Exp),
	"num/expm1":  ofX(num.Expm1),
	"num/log":    ofX(num.Log),
	"num/log1p":  ofX(num.Log1p),
	"num/tanh":   ofX(num.Tanh),
	"num/sin":    ofX(num.Sin),
	"num/cos":    ofX(num.Cos),
	"num/pow":    ofTwo("x", "y", func(x, y float64) any { return num.Pow(x, y) }),
	"num/digest": {inputs: []string{"of", "seed", "draws", "low", "high"}, run: digest},
	"num/twoSum": ofTwo("a", "b", func(a, b float64) any {
		value, lost := num.TwoSum(a, b)
		return map[string]any{"value": value, "error": lost}
	}),
	"num/twoProduct": ofTwo("a", "b", func(a, b float64) any {
		value, lost := num.TwoProduct(a, b)
		return map[string]any{"value": value, "error": lost}
	}),
	"num/sum":    ofValues(func(x []float64) (any, error) { return num.Sum(x), nil }),
	"num/mean":   ofValues(func(x []float64) (any, error) { return num.Mean(x), nil }),
	"num/mad":    ofValues(func(x []float64) (any, error) { return num.MAD(x), nil }),
	"num/median": ofValues(func(x []float64) (any, error) { return num.Median(x), nil }),
	"num/sort":   ofValues(func(x []float64) (any, error) { return num.Sort(x) }),
	"num/extent": ofValues(func(x []float64) (any, error) {
		least, greatest := num.Extent(x)
		return map[string]any{"least": least, "greatest": greatest}, nil
	}),
	"num/select": {inputs: []string{"values", "k"}, run: func(in inputs) (any, error) {
		return num.SelectInPlace(in.numbers("values"), int(in.integer("k"))), nil
	}},
	"num/quantile": {inputs: []string{"values", "p"}, run: func(in inputs) (any, error) {
		return num.QuantileInPlace(in.numbers("values"), in.number("p"))
	}},
	"num/quantileSorted": {inputs: []string{"sorted", "p"}, run: func(in inputs) (any, error) {
		return num.QuantileSorted(in.numbers("sorted"), in.number("p"))
	}},
	"num/min":   ofTwo("a", "b", func(a, b float64) any { return num.Min(a, b) }),
	"num/max":   ofTwo("a", "b", func(a, b float64) any { return num.Max(a, b) }),
	"num/round": ofX(num.Round),
	"num/floorDiv": ofTwo("a", "b", func(a, b float64) any {
		return float64(num.FloorDiv(int64(a), int64(b)))
	}),
	"num/floorMod": ofTwo("a", "b", func(a, b float64) any {
		return float64(num.FloorMod(int64(a), int64(b)))
	}),
	"num/uint32":  ofStream(nil, func(r *num.Random, _ inputs) float64 { return float64(r.Uint32()) }),
	"num/uniform": ofStream(nil, func(r *num.Random, _ inputs) float64 { return r.Uniform() }),
	"num/normal":  ofStream(nil, func(r *num.Random, _ inputs) float64 { return r.Normal() }),
	"num/integer": ofStream([]string{"n"}, func(r *num.Random, in inputs) float64 {
		return float64(r.Integer(in.integer("n")))
	}),
	"num/shuffle": {inputs: []string{"seed", "values"}, run: func(in inputs) (any, error) {
		random, err := num.NewRandom(in.integer("seed"))
		if err != nil {
			return nil, err
		}
		values := in.numbers("values")
		num.Shuffle(random, values)
		return values, nil
	}},
}
