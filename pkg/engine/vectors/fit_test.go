package vectors

import (
	"context"
	"encoding/json"

	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/fit"
	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/series"
)

// fitRunners are the runners of stage fit. Twin: src/engine/vectors/fitRunners.ts.
var fitRunners = map[string]runner{
	"fit/leastSquares": {
		inputs: []string{"x", "y", "degree", "intercept", "weights?", "centre?", "half?"},
		run: func(in inputs) (any, error) {
			y := in.numbers("y")
			options := fit.LeastSquaresOptions{Intercept: in.truth("intercept")}
			if in.has("weights") {
				options.Weights = in.numbers("weights")
			}
			f, err := fit.LeastSquares(design(in), y, options)
			if err != nil {
				return nil, err
			}
			parts := solutionParts(&f.Solution)
			parts["standardErrors"] = f.StandardErrors
			parts["residualSd"] = f.ResidualSD
			parts["rSquared"] = f.RSquared
			return parts, nil
		},
	},
	"fit/solveGram": {
		inputs: []string{"x", "y", "degree", "intercept", "weights?", "ridge?"},
		run: func(in inputs) (any, error) {
			g, err := gramOf(in)
			if err != nil {
				return nil, err
			}
			var ridge []float64
			if in.has("ridge") {
				ridge = in.numbers("ridge")
			}
			s, err := fit.SolveGram(context.Background(), g, ridge)
			if err != nil {
				return nil, err
			}
			return solutionParts(s), nil
		},
	},
	"fit/gram": {
		inputs: []string{"x", "y", "degree", "intercept", "weights?", "without?"},
		run: func(in inputs) (any, error) {
			g, err := gramOf(in)
			if err != nil {
				return nil, err
			}
			return map[string]any{
				"rows": float64(g.Rows), "weight": g.Weight, "xtx": g.XtX, "xty": g.XtY, "yty": g.YtY,
			}, nil
		},
	},
	"fit/selectFeatures": {
		inputs: []string{"times", "values", "designSpec", "inputs", "ridge", "stepMs"},
		run: func(in inputs) (any, error) {
			var designSpec features.DesignSpec
			if err := json.Unmarshal(in.raw("designSpec"), &designSpec); err != nil {
				return nil, err
			}
			s := fit.Sample{StepMs: in.integer("stepMs"), Calendar: in.calendar(), Values: in.numbers("values")}
			for k, numbers := range in.rows("inputs") {
				s.Covariates = append(s.Covariates, clean.Covariate{Name: designSpec.Regressors[k].Name, Kind: series.Number, Numbers: numbers})
			}
			_, eliminations, err := fit.SelectFeatures(context.Background(), s, designSpec, fit.LinearOptions{Ridge: in.number("ridge")})
			list := []any{}
			for _, c := range eliminations {
				list = append(list, map[string]any{"part": c.Part, "name": c.Name, "kept": c.Kept, "with": c.With, "without": c.Without})
			}
			return list, err
		},
	},
}

// gramOf gives the Gram of all rows of a case, less the range of rows "without".
func gramOf(in inputs) (*fit.Gram, error) {
	x, y := design(in), in.numbers("y")
	var weights []float64
	if in.has("weights") {
		weights = in.numbers("weights")
	}
	g, err := fit.GramOf(context.Background(), x, y, weights, 0, len(y))
	if err != nil || !in.has("without") {
		return g, err
	}
	block := in.numbers("without")
	held, err := fit.GramOf(context.Background(), x, y, weights, int(block[0]), int(block[1]))
	if err != nil {
		return nil, err
	}
	return g, g.Subtract(held)
}

// design gives a case's columns one after another: a constant if "intercept", then the
// powers 1 to "degree" of each x, which is first mapped to (x − centre)/half.
func design(in inputs) []float64 {
	rows, degree := in.rows("x"), int(in.number("degree"))
	var columns []float64
	if in.truth("intercept") {
		for range rows {
			columns = append(columns, 1)
		}
	}
	for k := range len(rows[0]) {
		base := make([]float64, len(rows))
		for i, row := range rows {
			base[i] = row[k]
			if in.has("half") {
				base[i] = (row[k] - in.number("centre")) / in.number("half")
			}
		}
		power := append([]float64(nil), base...)
		for d := 1; d <= degree; d++ {
			columns = append(columns, power...)
			for i := range power {
				power[i] = num.Mul(power[i], base[i])
			}
		}
	}
	return columns
}

func solutionParts(s *fit.Solution) map[string]any {
	dropped := make([]float64, len(s.Dropped))
	for i, j := range s.Dropped {
		dropped[i] = float64(j)
	}
	return map[string]any{
		"coefficients": s.Coefficients, "rank": float64(s.Rank), "dropped": dropped, "minPivot": s.MinPivot,
	}
}
