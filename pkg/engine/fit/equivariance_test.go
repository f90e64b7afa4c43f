package fit_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine/fit"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

const equivarianceRounds = 100

// eachDesign runs check on seeded designs of n rows whose first column is a constant, and
// with both solvers. solve leaves its arguments as they are, or the test fails.
func eachDesign(t *testing.T, check func(r *num.Random, x, y []float64, n int, solve func(x, y []float64) []float64) bool) {
	t.Helper()
	for name, solver := range solvers(t) {
		for seed := range int64(equivarianceRounds) {
			r, err := num.NewRandom(seed)
			if err != nil {
				t.Fatal(err)
			}
			n := 20 + int(r.Integer(60))
			x, y := randomDesign(t, seed, n, 2+int(r.Integer(5)))
			for i := range n {
				x[i] = 1
			}
			x0, y0 := slices.Clone(x), slices.Clone(y)
			if !check(r, x, y, n, solver) {
				t.Errorf("%s, seed %d: does not hold", name, seed)
			}
			if !slices.Equal(x, x0) || !slices.Equal(y, y0) {
				t.Errorf("%s, seed %d: an argument was modified", name, seed)
			}
		}
	}
}

func solvers(t *testing.T) map[string]func(x, y []float64) []float64 {
	return map[string]func(x, y []float64) []float64{
		"LeastSquares": func(x, y []float64) []float64 {
			f, err := fit.LeastSquares(x, y, fit.LeastSquaresOptions{Intercept: true})
			if err != nil {
				t.Fatal(err)
			}
			return f.Coefficients
		},
		"SolveGram": func(x, y []float64) []float64 {
			g, err := fit.GramOf(context.Background(), x, y, nil, 0, len(y))
			if err != nil {
				t.Fatal(err)
			}
			s, err := fit.SolveGram(context.Background(), g, nil)
			if err != nil {
				t.Fatal(err)
			}
			return s.Coefficients
		},
	}
}

func near(got, want []float64) bool {
	return slices.EqualFunc(got, want, func(a, b float64) bool { return math.Abs(a-b) <= 1e-11*(1+math.Abs(b)) })
}

func TestAShiftOfTheTargetMovesOnlyTheIntercept(t *testing.T) {
	eachDesign(t, func(r *num.Random, x, y []float64, _ int, solve func(x, y []float64) []float64) bool {
		shift := 10 * r.Normal()
		moved := slices.Clone(y)
		for i := range moved {
			moved[i] += shift
		}
		want := solve(x, y)
		want[0] += shift
		return near(solve(x, moved), want)
	})
}

func TestPowersOfTwoPassThroughExactly(t *testing.T) {
	eachDesign(t, func(r *num.Random, x, y []float64, n int, solve func(x, y []float64) []float64) bool {
		j, k, l := int(r.Integer(int64(len(x)/n))), int(r.Integer(200))-100, int(r.Integer(200))-100
		scaledX, scaledY := slices.Clone(x), slices.Clone(y)
		for i := range n {
			scaledX[j*n+i] = num.Scale(x[j*n+i], k)
			scaledY[i] = num.Scale(y[i], l)
		}
		want := solve(x, y)
		for i := range want {
			want[i] = num.Scale(want[i], l)
		}
		want[j] = num.Scale(want[j], -k)
		return slices.Equal(solve(scaledX, scaledY), want)
	})
}

func TestTheOrderOfRowsDoesNotMatter(t *testing.T) {
	eachDesign(t, func(r *num.Random, x, y []float64, n int, solve func(x, y []float64) []float64) bool {
		order := make([]int, n)
		for i := range order {
			order[i] = i
		}
		num.Shuffle(r, order)
		otherX, otherY := make([]float64, len(x)), make([]float64, n)
		for to, from := range order {
			otherY[to] = y[from]
			for j := range len(x) / n {
				otherX[j*n+to] = x[j*n+from]
			}
		}
		return near(solve(otherX, otherY), solve(x, y))
	})
}

func TestATotalLessABlockIsTheRest(t *testing.T) {
	x, y := randomDesign(t, 9, 300, 5)
	total, err := fit.GramOf(context.Background(), x, y, nil, 0, 300)
	if err != nil {
		t.Fatal(err)
	}
	block, _ := fit.GramOf(context.Background(), x, y, nil, 100, 180)
	rest, _ := fit.GramOf(context.Background(), x, y, nil, 0, 100)
	tail, _ := fit.GramOf(context.Background(), x, y, nil, 180, 300)
	if err := rest.Add(tail); err != nil {
		t.Fatal(err)
	}
	left := total.Copy()
	if err := left.Subtract(block); err != nil {
		t.Fatal(err)
	}
	if left.Rows != rest.Rows || !near(left.XtX, rest.XtX) || !near(left.XtY, rest.XtY) {
		t.Errorf("total less block = %v; want %v", left, rest)
	}
}

func BenchmarkLeastSquares(b *testing.B) {
	x, y := randomDesign(b, 1, 20160, 40)
	for b.Loop() {
		if _, err := fit.LeastSquares(x, y, fit.LeastSquaresOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
