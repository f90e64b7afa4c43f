package tree_test

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine/num"
	"github.com/tidemark/tidemark/pkg/engine/tree"
)

const rounds = 100

// job is a design of p columns of n rows, some values missing, with whole targets, so that
// their sums are exact in any order.
type job struct {
	x, y []float64
	n, p int
}

func eachJob(t *testing.T, check func(r *num.Random, j job)) {
	t.Helper()
	for seed := range int64(rounds) {
		r, err := num.NewRandom(seed)
		if err != nil {
			t.Fatal(err)
		}
		j := job{n: 10 + int(r.Integer(300)), p: 1 + int(r.Integer(6))}
		for range j.n * j.p {
			v := num.Round(num.Mul(10, r.Normal()))
			if r.Uniform() < 0.05 {
				v = math.NaN()
			}
			j.x = append(j.x, v)
		}
		for range j.n {
			j.y = append(j.y, num.Round(num.Mul(100, r.Normal())))
		}
		check(r, j)
	}
}

func (j job) bins(t *testing.T) *tree.Bins {
	t.Helper()
	b, err := tree.Bin(context.Background(), j.x, j.n, tree.MaxBins)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (j job) cart(t *testing.T, o tree.Options) *tree.Ensemble {
	t.Helper()
	e, err := tree.Cart(context.Background(), j.bins(t), j.y, nil, o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func (j job) boost(t *testing.T, rounds int) *tree.Ensemble {
	t.Helper()
	e, err := tree.Boost(context.Background(), j.bins(t), j.y, nil, nil, tree.BoostOptions{Options: tree.Options{MaxLeaves: 8, MinLeaf: 3, L2: 1}, Rounds: rounds, LearningRate: 0.25})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// pick returns the job of some rows, in their order.
func (j job) pick(rows []int) job {
	out := job{n: len(rows), p: j.p}
	for c := range j.p {
		for _, i := range rows {
			out.x = append(out.x, j.x[c*j.n+i])
		}
	}
	for _, i := range rows {
		out.y = append(out.y, j.y[i])
	}
	return out
}

func (j job) answers(e *tree.Ensemble) []float64 {
	out := make([]float64, j.n)
	for i := range out {
		out[i] = e.Answer(j.x, j.n, i)
	}
	return out
}

func near(a, b []float64, tol float64) bool {
	for i := range a {
		if !(math.Abs(a[i]-b[i]) <= tol) {
			return false
		}
	}
	return len(a) == len(b)
}

func TestTheOrderOfRowsDoesNotMatter(t *testing.T) {
	eachJob(t, func(r *num.Random, j job) {
		rows := make([]int, j.n)
		for i := range rows {
			rows[i] = i
		}
		num.Shuffle(r, rows)
		o := tree.Options{MinLeaf: 3, MaxDepth: 6}
		if a, b := j.answers(j.cart(t, o)), j.answers(j.pick(rows).cart(t, o)); !near(a, b, 1e-9) {
			t.Errorf("answers after a shuffle = %v; want %v", b, a)
		}
	})
}

func TestRowsTwiceCountTwice(t *testing.T) {
	eachJob(t, func(_ *num.Random, j job) {
		var twice []int
		for i := range j.n {
			twice = append(twice, i, i)
		}
		once := j.answers(j.cart(t, tree.Options{MinLeaf: 3}))
		if got := j.answers(j.pick(twice).cart(t, tree.Options{MinLeaf: 6})); !near(once, got, 1e-9) {
			t.Errorf("answers of doubled rows = %v; want %v", got, once)
		}
	})
}

func TestScalingByPowersOfTwoIsExact(t *testing.T) {
	eachJob(t, func(r *num.Random, j job) {
		factor := num.Scale(1, int(r.Integer(40))-20)
		scaled := job{n: j.n, p: j.p}
		for _, v := range j.x {
			scaled.x = append(scaled.x, v*4)
		}
		for _, v := range j.y {
			scaled.y = append(scaled.y, v*factor)
		}
		want := j.answers(j.boost(t, 5))
		for i := range want {
			want[i] *= factor
		}
		if got := scaled.answers(scaled.boost(t, 5)); !slices.Equal(got, want) {
			t.Errorf("answers of a target times %v = %v; want %v", factor, got, want)
		}
	})
}

func TestEffectsAddUpAndBoostingLearns(t *testing.T) {
	eachJob(t, func(_ *num.Random, j job) {
		x, y := slices.Clone(j.x), slices.Clone(j.y)
		few, many := j.boost(t, 1), j.boost(t, 20)
		for i := range j.n {
			effects := make([]float64, j.p)
			total := many.Effects(effects, j.x, j.n, i)
			for _, v := range effects {
				total += v
			}
			if want := many.Answer(j.x, j.n, i); !(math.Abs(total-want) <= 1e-9) {
				t.Errorf("effects of row %d add up to %v; want %v", i, total, want)
			}
		}
		if a, b := j.loss(few), j.loss(many); b > a {
			t.Errorf("loss after 20 trees = %v; want at most %v, that after one", b, a)
		}
		if !slices.Equal(j.y, y) || !near(keep(j.x), keep(x), 0) {
			t.Error("an argument was modified")
		}
	})
}

func (j job) loss(e *tree.Ensemble) float64 {
	total := 0.0
	for i, v := range j.answers(e) {
		total += (j.y[i] - v) * (j.y[i] - v)
	}
	return total
}

// keep returns values with missing ones as a number.
func keep(values []float64) []float64 {
	out := slices.Clone(values)
	for i, v := range out {
		if math.IsNaN(v) {
			out[i] = 1e9
		}
	}
	return out
}

func TestJSONKeepsEveryBit(t *testing.T) {
	eachJob(t, func(_ *num.Random, j job) {
		e := j.boost(t, 3)
		text, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		read, err := tree.DecodeEnsemble(text)
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := json.Marshal(read); string(again) != string(text) {
			t.Errorf("written again = %s; want %s", again, text)
		}
		if !slices.Equal(j.answers(read), j.answers(e)) {
			t.Error("answers differ after JSON")
		}
	})
}

func TestAnswersAllocateNothing(t *testing.T) {
	r, _ := num.NewRandom(1)
	j := job{n: 50, p: 2}
	for range 150 {
		j.x = append(j.x, r.Normal())
	}
	j.x, j.y = j.x[:100], j.x[100:]
	e := j.boost(t, 5)
	if got := testing.AllocsPerRun(100, func() { e.Answer(j.x, j.n, 7) }); got != 0 {
		t.Errorf("Answer allocates %v times; want 0", got)
	}
}
