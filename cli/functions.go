package main

import (
	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// functions are those of package num that take one number, for comparison over many arguments.
var functions = map[string]func(float64) float64{
	"cos": num.Cos, "exp": num.Exp, "expm1": num.Expm1, "log": num.Log, "log1p": num.Log1p,
	"round": num.Round, "sin": num.Sin, "tanh": num.Tanh,
}

// reductions are those that take a sample.
var reductions = map[string]func([]float64) float64{"mean": num.Mean, "median": num.Median, "sum": num.Sum}

// evaluate applies a function to each argument, a reduction to all of them, and pow to pairs.
func evaluate(name string, arguments floats) (floats, error) {
	if f, ok := functions[name]; ok {
		out := make(floats, len(arguments))
		for i, x := range arguments {
			out[i] = f(x)
		}
		return out, nil
	}
	if f, ok := reductions[name]; ok {
		return floats{f(arguments)}, nil
	}
	if name == "pow" {
		out := make(floats, len(arguments)/2)
		for i := range out {
			out[i] = num.Pow(arguments[2*i], arguments[2*i+1])
		}
		return out, nil
	}
	return nil, fault.New("cli/unknown-function", "cli: num has no function %q", name)
}
