package band_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/pkg/engine/band"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// drawn are deviations whose spread depends on a group of the slot, and conditional quantiles that know of
// the groups, but not how wide they are.
func drawn(t *rapid.T, n int) (z []float64, conditional band.ConditionalQuantiles) {
	r, err := num.NewRandom(rapid.Int64Range(0, 1<<40).Draw(t, "seed"))
	if err != nil {
		t.Fatal(err)
	}
	spreads := rapid.SliceOfN(rapid.Float64Range(0.1, 10), 4, 4).Draw(t, "spreads")
	guesses := rapid.SliceOfN(rapid.Float64Range(-3, 20), 8, 8).Draw(t, "guesses")
	lower, upper := make([]float64, n), make([]float64, n)
	z = make([]float64, n)
	for i := range n {
		group := int(r.Integer(4))
		z[i] = num.Mul(spreads[group], math.Abs(r.Normal())-0.5) // skewed
		lower[i], upper[i] = -guesses[group], guesses[4+group]
	}
	return z, band.ConditionalOf(lower, upper, 0.95)
}

func rowsFrom(from, to int) []int {
	var rows []int
	for i := from; i < to; i++ {
		rows = append(rows, i)
	}
	return rows
}

// share returns how many of the rows conditional quantiles moved by an interval hold.
func share(z []float64, conditional band.ConditionalQuantiles, rows []int, moved band.Interval) float64 {
	held := 0
	for _, i := range rows {
		if z[i] >= -(conditional.Below[i]+moved.Lower) && z[i] <= conditional.Above[i]+moved.Upper {
			held++
		}
	}
	return float64(held) / float64(len(rows))
}

// crossed says whether the lower end of some row lies above its upper one: what misses both there counts
// against both sides, so that more is held than was asked.
func crossed(conditional band.ConditionalQuantiles, rows []int, moved band.Interval) bool {
	for _, i := range rows {
		if -(conditional.Below[i] + moved.Lower) > conditional.Above[i]+moved.Upper {
			return true
		}
	}
	return false
}

// However wrong the quantiles are, exchangeable deviations that have not been seen are held
// as often as was asked, within five of their own deviations.
func TestLawQuantilesMovedHoldTheirShareOfWhatComes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const n = 2000
		coverage := rapid.SampledFrom([]float64{0.5, 0.9, 0.95, 0.99}).Draw(t, "coverage")
		z, conditional := drawn(t, 2*n)
		moved := band.Conformity(z, conditional, rowsFrom(0, n), coverage)
		got, tol := share(z, conditional, rowsFrom(n, 2*n), moved), 5*math.Sqrt(2*coverage*(1-coverage)/n)+2.0/n
		if got < coverage-tol || got > coverage+tol && !crossed(conditional, rowsFrom(n, 2*n), moved) {
			t.Fatalf("%v of what came is held; want %v ± %v", got, coverage, tol)
		}
	})
}

func TestLawAWiderShareMovesNoSideIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z, conditional := drawn(t, 100)
		a, b := rapid.Float64Range(0.5, 0.995).Draw(t, "one"), rapid.Float64Range(0.5, 0.995).Draw(t, "other")
		narrow, interval99 := band.Conformity(z, conditional, rowsFrom(0, 100), min(a, b)), band.Conformity(z, conditional, rowsFrom(0, 100), max(a, b))
		if interval99.Lower < narrow.Lower || interval99.Upper < narrow.Upper {
			t.Fatalf("%v for %v, %v for %v; want neither side further in", interval99, max(a, b), narrow, min(a, b))
		}
	})
}

func TestLawTailsDoNotCross(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lower := rapid.SliceOfN(rapid.Float64Range(-1e6, 1e6), 8, 8).Draw(t, "lower")
		upper := rapid.SliceOfN(rapid.Float64Range(-1e6, 1e6), 8, 8).Draw(t, "upper")
		conditional, swapped := band.ConditionalOf(lower, upper, 0.975), band.ConditionalOf(upper, lower, 0.975)
		for i := range lower {
			if -conditional.Below[i] > conditional.Above[i] || conditional.Below[i] != swapped.Below[i] || conditional.Above[i] != swapped.Above[i] || !(conditional.Width[i] > 0) {
				t.Fatalf("slot %d of %v and %v: %v; want the lower below the upper, and the same however they are given", i, lower, upper, conditional)
			}
		}
	})
}
