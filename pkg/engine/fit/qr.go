package fit

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// qrTolerance: a column whose length shrinks below this part of itself, once the columns
// before it are taken out, is dropped. NIST's Filip in raw powers keeps 5e−8; planted
// collinear columns come out below 1e−13.
const qrTolerance = 0x1p-39

// qr is X = Q·R by Householder reflections, column after column, without pivoting, so that
// of collinear columns the first is kept. Twin: src/engine/fit/qr.ts.
type qr struct {
	rows       int
	reflectors []float64 // shape [p, n] by columns: R above the kept column's own row, its reflector from there on
	diagonal   []float64 // shape [rank]: R's diagonal
	beta       []float64 // shape [rank]: reflection k is I − beta[k]·v·vᵀ
	kept       []int     // shape [rank]: which column of X is column k of R
	dropped    []int     // the rest, ascending
	minPivot   float64   // the least part of a kept column not explained by those before it
}

// factorQR factors x, shape [p, n] by columns, and takes it over. Columns should be scaled so
// that their greatest magnitude is near 1. Source: Golub & Van Loan, 5.2.1.
func factorQR(x []float64, n int) *qr {
	p := len(x) / n
	f := &qr{rows: n, reflectors: x, minPivot: 1, dropped: []int{}}
	lengths := make([]float64, p)
	for j := range p {
		c := x[j*n : (j+1)*n]
		lengths[j] = math.Sqrt(dot(c, c))
	}
	for j := range p {
		c := x[j*n : (j+1)*n]
		k := len(f.kept)
		length := math.Sqrt(dot(c[k:], c[k:]))
		part := length / lengths[j]
		if !(part > qrTolerance && length <= math.MaxFloat64) { // also NaN: a column of zeros, or not finite
			f.dropped = append(f.dropped, j)
			continue
		}
		f.minPivot = num.Min(f.minPivot, part)
		f.reflect(c[k:], length, j)
		for l := j + 1; l < p; l++ {
			applyReflector(c[k:], f.beta[k], x[l*n+k:(l+1)*n])
		}
	}
	return f
}

// reflect turns the lower part of column j, of the given length, into a reflector.
func (f *qr) reflect(v []float64, length float64, j int) {
	head := v[0]
	if head > 0 {
		length = -length
	}
	v[0] = head - length // same signs: nothing cancels
	f.diagonal = append(f.diagonal, length)
	f.beta = append(f.beta, -1/num.Mul(length, v[0]))
	f.kept = append(f.kept, j)
}

// applyReflector replaces z by z − beta·(vᵀz)·v.
func applyReflector(v []float64, beta float64, z []float64) {
	t := num.Mul(beta, dot(v, z))
	z = z[:len(v)]
	for i, u := range v {
		z[i] -= float64(t * u)
	}
}

// multiplyQT replaces z, shape [n], by Qᵀz.
func (f *qr) multiplyQT(z []float64) {
	for k, j := range f.kept {
		applyReflector(f.reflectors[j*f.rows+k:(j+1)*f.rows], f.beta[k], z[k:])
	}
}

// multiplyQ replaces z, shape [n], by Qz.
func (f *qr) multiplyQ(z []float64) {
	for k := len(f.kept) - 1; k >= 0; k-- {
		j := f.kept[k]
		applyReflector(f.reflectors[j*f.rows+k:(j+1)*f.rows], f.beta[k], z[k:])
	}
}

// solveR replaces the first rank values of z by R⁻¹z.
func (f *qr) solveR(z []float64) {
	for k := len(f.kept) - 1; k >= 0; k-- {
		s := z[k]
		for l := k + 1; l < len(f.kept); l++ {
			s -= num.Mul(f.reflectors[f.kept[l]*f.rows+k], z[l])
		}
		z[k] = s / f.diagonal[k]
	}
}

// solveRT replaces the first rank values of z by R⁻ᵀz.
func (f *qr) solveRT(z []float64) {
	for k, j := range f.kept {
		s := z[k]
		for l := range k {
			s -= num.Mul(f.reflectors[j*f.rows+l], z[l])
		}
		z[k] = s / f.diagonal[k]
	}
}

// dot is Σ a[i]·b[i] over a's length, in four sums side by side: faster, and rounded less.
func dot(a, b []float64) float64 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float64
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += float64(a[i] * b[i])
		s1 += float64(a[i+1] * b[i+1])
		s2 += float64(a[i+2] * b[i+2])
		s3 += float64(a[i+3] * b[i+3])
	}
	for ; i < len(a); i++ {
		s0 += float64(a[i] * b[i])
	}
	return (s0 + s1) + (s2 + s3)
}
