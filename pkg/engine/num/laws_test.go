package num_test

import (
	"math"
	"slices"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

const rounds = 500

// sample gives 1 to 60 numbers over many decades, with ties and zeros of both signs.
func sample(r *num.Random) []float64 {
	x := make([]float64, 1+r.Integer(60))
	for i := range x {
		switch r.Integer(4) {
		case 0:
			x[i] = float64(r.Integer(5)) - 2
		case 1:
			x[i] = math.Copysign(0, r.Normal())
		default:
			x[i] = num.Mul(r.Normal(), num.Pow(10, num.Mul(8, r.Normal())))
		}
	}
	return x
}

// law checks a sentence on many seeded samples.
func law(t *testing.T, sentence string, holds func(r *num.Random, x []float64) bool) {
	t.Helper()
	t.Run(sentence, func(t *testing.T) {
		for seed := range int64(rounds) {
			r, err := num.NewRandom(seed)
			if err != nil {
				t.Fatal(err)
			}
			x := sample(r)
			before := slices.Clone(x)
			if !holds(r, x) {
				t.Fatalf("seed %d: does not hold for %v", seed, before)
			}
			if !slices.EqualFunc(x, before, sameBits) {
				t.Fatalf("seed %d: input %v became %v; want it untouched", seed, before, x)
			}
		}
	})
}

func sameBits(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }

func TestLawsOfSums(t *testing.T) {
	law(t, "whole numbers add exactly, in any order", func(r *num.Random, x []float64) bool {
		whole := make([]float64, len(x))
		exact := int64(0)
		for i := range whole {
			v := r.Integer(1<<32) - 1<<31
			whole[i] = float64(v)
			exact += v
		}
		first := num.Sum(whole)
		num.Shuffle(r, whole)
		return first == float64(exact) && num.Sum(whole) == first
	})
	law(t, "order moves a sum by no more than its bound", func(r *num.Random, x []float64) bool {
		magnitude := 0.0
		for _, v := range x {
			magnitude += math.Abs(v)
		}
		shuffled := slices.Clone(x)
		num.Shuffle(r, shuffled)
		n := float64(len(x))
		a, b := num.Sum(x), num.Sum(shuffled)
		return math.Abs(a-b) <= math.Abs(a)*0x1p-52+n*n*0x1p-104*magnitude
	})
	law(t, "a doubled sample has twice the sum", func(_ *num.Random, x []float64) bool {
		doubled := make([]float64, len(x))
		for i, v := range x {
			doubled[i] = v + v
		}
		return num.Sum(doubled) == num.Mul(2, num.Sum(x))
	})
}

func TestLawsOfOrder(t *testing.T) {
	law(t, "sort gives the same values, ascending, without minus zero", func(_ *num.Random, x []float64) bool {
		sorted, err := num.Sort(x)
		again, _ := num.Sort(sorted)
		other := slices.Clone(x)
		slices.Sort(other)
		for _, v := range sorted {
			if v == 0 && math.Signbit(v) {
				return false
			}
		}
		return err == nil && slices.Equal(sorted, other) && slices.EqualFunc(sorted, again, sameBits)
	})
	law(t, "select finds what sort puts there", func(r *num.Random, x []float64) bool {
		sorted, _ := num.Sort(x)
		k := int(r.Integer(int64(len(x))))
		scratch := slices.Clone(sorted)
		num.Shuffle(r, scratch)
		return sameBits(num.SelectInPlace(scratch, k), sorted[k])
	})
	law(t, "the median is the 0.5-quantile", func(_ *num.Random, x []float64) bool {
		sorted, _ := num.Sort(x)
		want, err := num.QuantileSorted(sorted, 0.5)
		return err == nil && sameBits(num.Median(x), want)
	})
	law(t, "quantiles rise with p, within the sample", func(r *num.Random, x []float64) bool {
		sorted, _ := num.Sort(x)
		p, q := r.Uniform(), r.Uniform()
		low, _ := num.QuantileSorted(sorted, math.Min(p, q))
		high, _ := num.QuantileSorted(sorted, math.Max(p, q))
		return sorted[0] <= low && low <= high && high <= sorted[len(x)-1]
	})
}

func TestSelectWithstandsHostileOrders(t *testing.T) {
	const n = 1 << 17
	orders := map[string]func(i int) float64{
		"ascending": func(i int) float64 { return float64(i) }, "descending": func(i int) float64 { return float64(n - i) },
		"all equal": func(int) float64 { return 1 }, "organ pipe": func(i int) float64 { return float64(min(i, n-i)) },
		"saw": func(i int) float64 { return float64(i % 7) },
	}
	for name, at := range orders {
		x := make([]float64, n)
		for i := range x {
			x[i] = at(i)
		}
		sorted, _ := num.Sort(x)
		if got := num.SelectInPlace(x, n/3); got != sorted[n/3] {
			t.Errorf("SelectInPlace(%s, %d) = %v; want %v", name, n/3, got, sorted[n/3])
		}
	}
}

func TestLawsOfFunctions(t *testing.T) {
	near := func(got, want, ulps float64) bool {
		return math.Abs(got-want) <= ulps*0x1p-52*math.Abs(want)+0x1p-1074
	}
	law(t, "log undoes exp, log1p undoes expm1", func(r *num.Random, _ []float64) bool {
		v := num.Mul(5, r.Normal())
		return math.Abs(num.Log(num.Exp(v))-v) <= 0x1p-51*(1+math.Abs(v)) && near(num.Log1p(num.Expm1(math.Abs(v))), math.Abs(v), 4)
	})
	law(t, "odd functions are odd, cos is even, sin² + cos² = 1", func(r *num.Random, _ []float64) bool {
		v := num.Mul(1e4, r.Normal())
		s, c := num.Sin(v), num.Cos(v)
		odd := sameBits(num.Sin(-v), -s) && sameBits(num.Tanh(-v), -num.Tanh(v)) && sameBits(num.Cos(-v), c)
		return odd && near(s*s+c*c, 1, 4)
	})
	law(t, "powers of two are exact", func(r *num.Random, _ []float64) bool {
		k := float64(r.Integer(2000) - 1000)
		return num.Pow(2, k) == num.Scale(1, int(k)) && num.Pow(num.Scale(1, int(k/2)), 1) == num.Scale(1, int(k/2))
	})
	law(t, "rounding is odd and within a half", func(r *num.Random, _ []float64) bool {
		v := num.Mul(1e3, r.Normal())
		return num.Round(-v) == -num.Round(v) && math.Abs(num.Round(v)-v) <= 0.5
	})
	law(t, "a = b·floorDiv + floorMod, with floorMod in [0, b)", func(r *num.Random, _ []float64) bool {
		a, b := r.Integer(1<<32)*1000-1<<41, 1+r.Integer(1<<31)
		m := num.FloorMod(a, b)
		return num.FloorDiv(a, b)*b+m == a && 0 <= m && m < b
	})
}

func TestRandomIsFair(t *testing.T) {
	const n = 200000
	r, err := num.NewRandom(1)
	if err != nil {
		t.Fatal(err)
	}
	sum, squares, counts := 0.0, 0.0, [6]int{}
	for range n {
		z := r.Normal()
		sum += z
		squares += z * z
		counts[r.Integer(6)]++
	}
	if mean, variance := sum/n, squares/n; math.Abs(mean) > 5/math.Sqrt(n) || math.Abs(variance-1) > 5*math.Sqrt(2.0/n) {
		t.Errorf("mean %v, variance %v of %d normals; want 0 and 1 within five standard errors", mean, variance, n)
	}
	for face, count := range counts {
		if math.Abs(float64(count)-n/6.0) > 5*math.Sqrt(n*5.0/36) {
			t.Errorf("face %d came %d times of %d; want a sixth within five standard errors", face, count, n)
		}
	}
}

func FuzzMedian(f *testing.F) {
	f.Add(1.0, math.Inf(-1), 0.0, 5e-324)
	f.Add(math.MaxFloat64, -math.MaxFloat64, 1.0, math.Copysign(0, -1))
	f.Fuzz(func(t *testing.T, a, b, c, d float64) {
		x := []float64{a, b, c, d}
		sorted, err := num.Sort(x)
		if err != nil {
			if got := num.Median(x); got == got {
				t.Errorf("Median(%v) = %v; want NaN", x, got)
			}
			return
		}
		want, _ := num.QuantileSorted(sorted, 0.5)
		if got := num.Median(x); !sameBits(got, want) {
			t.Errorf("Median(%v) = %v; want %v", x, got, want)
		}
	})
}
