package fit_test

import (
	"context"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine/fit"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

func BenchmarkGram(b *testing.B) {
	const n, p = 20160, 40
	x, y := randomDesign(b, 1, n, p)
	for b.Loop() {
		if _, err := fit.GramOf(context.Background(), x, y, nil, 0, n); err != nil {
			b.Fatal(err)
		}
	}
}

// randomDesign gives p normal columns of n rows, and a normal target.
func randomDesign(tb testing.TB, seed int64, n, p int) (x, y []float64) {
	tb.Helper()
	random, err := num.NewRandom(seed)
	if err != nil {
		tb.Fatal(err)
	}
	x, y = make([]float64, n*p), make([]float64, n)
	for i := range x {
		x[i] = random.Normal()
	}
	for i := range y {
		y[i] = random.Normal()
	}
	return x, y
}
