package num

import (
	"math"
	"math/bits"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// Random is a seeded stream of pseudo-random numbers, equal in both engines: sfc32 of Chris
// Doty-Humphrey's PractRand, as defined in spec/README.md. Its methods change its state. It
// is not for secrets, and not safe for use by two goroutines. Twin: src/engine/num/random.ts.
type Random struct {
	a, b, c, counter uint32
	spare            float64 // the second of a pair of normals; NaN when used up
}

// NewRandom starts the stream of a seed, a whole number in [0, 2^53).
//
// Errors: num/bad-seed if it is outside. Twin: the constructor of Random.
func NewRandom(seed int64) (*Random, error) {
	if seed < 0 || seed >= 1<<53 {
		return nil, fault.New("num/bad-seed", "random: seed = %d; want a whole number from 0 to 9007199254740991", seed)
	}
	r := &Random{b: uint32(seed), c: uint32(seed >> 32), counter: 1, spare: math.NaN()}
	for range 12 {
		r.Uint32()
	}
	return r, nil
}

// Uint32 returns a whole number in [0, 2^32), each as likely.
func (r *Random) Uint32() uint32 {
	t := r.a + r.b + r.counter
	r.counter++
	r.a = r.b ^ r.b>>9
	r.b = r.c + r.c<<3
	r.c = bits.RotateLeft32(r.c, 21) + t
	return t
}

// Uniform returns a multiple of 2^−53 in [0, 1), from 27 and then 26 bits of two draws.
func (r *Random) Uniform() float64 {
	upper := float64(r.Uint32() >> 5)
	lower := float64(r.Uint32() >> 6)
	return Mul(Mul(upper, 0x1p26)+lower, 0x1p-53)
}

// Normal returns a draw of the normal distribution of mean 0 and standard deviation 1.
// Source: Marsaglia's polar method; every second call returns the kept half of a pair.
func (r *Random) Normal() float64 {
	if spare := r.spare; spare == spare {
		r.spare = math.NaN()
		return spare
	}
	for {
		u := Mul(2, r.Uniform()) - 1
		v := Mul(2, r.Uniform()) - 1
		s := Mul(u, u) + Mul(v, v)
		if s > 0 && s < 1 {
			m := math.Sqrt(Mul(-2, Log(s)) / s)
			r.spare = Mul(v, m)
			return Mul(u, m)
		}
	}
}

// Integer returns a whole number in [0, n), each as likely, for 1 ≤ n ≤ 2^32; draws that
// would favour the small ones are rejected.
func (r *Random) Integer(n int64) int64 {
	limit := 1<<32 - (1<<32)%n
	for {
		if draw := int64(r.Uint32()); draw < limit {
			return draw % n
		}
	}
}

// Shuffle puts items into a random order, in place, drawing len(items) − 1 integers.
// Source: Fisher and Yates, from the end. Twin: shuffle in src/engine/num/random.ts.
func Shuffle[T any](r *Random, items []T) {
	for i := len(items) - 1; i > 0; i-- {
		j := r.Integer(int64(i) + 1)
		items[i], items[j] = items[j], items[i]
	}
}
