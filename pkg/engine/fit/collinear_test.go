package fit_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine/fit"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// TestNoCollinearDesignIsSilent plants a column that is a sum of multiples of others into a
// thousand designs of mixed scales: both solvers must drop the last column of each such set,
// name it, and give finite coefficients.
func TestNoCollinearDesignIsSilent(t *testing.T) {
	const designs, n = 1000, 60
	for seed := range int64(designs) {
		random, err := num.NewRandom(seed)
		if err != nil {
			t.Fatal(err)
		}
		p := 3 + int(random.Integer(8))
		x, y := randomDesign(t, seed+designs, n, p)
		planted := plant(random, x, n, p)
		f, err := fit.LeastSquares(x, y, fit.LeastSquaresOptions{})
		if err != nil {
			t.Fatal(err)
		}
		checkSolution(t, seed, "LeastSquares", &f.Solution, planted)
		g, err := fit.GramOf(context.Background(), x, y, nil, 0, n)
		if err != nil {
			t.Fatal(err)
		}
		s, err := fit.SolveGram(context.Background(), g, nil)
		if err != nil {
			t.Fatal(err)
		}
		checkSolution(t, seed, "SolveGram", s, planted)
	}
}

// plant gives columns scales of 1e−6 to 1e6, makes one a combination of those before it, and
// returns it.
func plant(random *num.Random, x []float64, n, p int) int {
	for j := range p {
		factor := num.Pow(10, num.Mul(12, random.Uniform())-6)
		for i := range n {
			x[j*n+i] *= factor
		}
	}
	planted := 1 + int(random.Integer(int64(p-1)))
	clear(x[planted*n : (planted+1)*n])
	for j := range planted {
		multiple := random.Normal()
		for i := range n {
			x[planted*n+i] += num.Mul(multiple, x[j*n+i])
		}
	}
	return planted
}

func checkSolution(t *testing.T, seed int64, solver string, s *fit.Solution, planted int) {
	t.Helper()
	if !slices.Equal(s.Dropped, []int{planted}) || s.Rank != len(s.Coefficients)-1 {
		t.Errorf("seed %d: %s dropped %v, rank %d of %d; want column %d dropped", seed, solver, s.Dropped, s.Rank, len(s.Coefficients), planted)
	}
	for j, b := range s.Coefficients {
		if !(math.Abs(b) <= math.MaxFloat64) || j == planted && b != 0 {
			t.Errorf("seed %d: %s coefficient %d = %v; want finite, and 0 for column %d", seed, solver, j, b, planted)
		}
	}
}
