package fit

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// countedRows returns copies of x and y without the rows whose weight is not above 0, each
// row times the root of its weight.
func countedRows(x, y, weights []float64, p int) (xs, ys []float64) {
	if weights == nil {
		return append([]float64(nil), x...), append([]float64(nil), y...)
	}
	n := len(y)
	for i, w := range weights {
		if w > 0 {
			ys = append(ys, num.Mul(math.Sqrt(w), y[i]))
		}
	}
	for j := range p {
		for i, w := range weights {
			if w > 0 {
				xs = append(xs, num.Mul(math.Sqrt(w), x[j*n+i]))
			}
		}
	}
	return xs, ys
}

// rootWeights returns what countedRows multiplied the n rows that it kept by.
func rootWeights(weights []float64, n int) []float64 {
	roots := make([]float64, 0, n)
	for _, w := range weights {
		if w > 0 {
			roots = append(roots, math.Sqrt(w))
		}
	}
	for len(roots) < n {
		roots = append(roots, 1)
	}
	return roots
}

// scaleColumn multiplies c by 2^−e so that its greatest magnitude is in [1, 2), exactly, and
// returns e. A column of zeros, or one that is not finite, stays, with e = 0.
func scaleColumn(c []float64) int {
	greatest := 0.0
	for _, v := range c {
		a := math.Abs(v)
		if !(a <= math.MaxFloat64) {
			return 0
		}
		greatest = num.Max(greatest, a)
	}
	if greatest == 0 {
		return 0
	}
	e := num.Exponent(greatest)
	for i, v := range c {
		c[i] = num.Scale(v, -e)
	}
	return e
}

// describe fills the statistics. r and y are scaled by 2^−yExponent, columns by their own
// exponents; roots are the row's weights' roots, which an intercept's column holds.
func (fit *LeastSquaresFit) describe(f *qr, r, y, roots []float64, intercept bool, yExponent int, exponents []int) {
	n, rank := len(y), len(f.kept)
	unexplained, total := dot(r, r), dot(y, y)
	if intercept {
		mean := dot(roots, y) / dot(roots, roots)
		centred := make([]float64, n)
		for i, v := range y {
			centred[i] = v - num.Mul(mean, roots[i])
		}
		total = dot(centred, centred)
	}
	fit.RSquared = 1 - unexplained/total
	sd := math.Sqrt(unexplained / float64(n-rank))
	if n == rank {
		sd = math.NaN()
	}
	if total == 0 {
		fit.RSquared = math.NaN()
	}
	fit.ResidualSD = num.Scale(sd, yExponent)
	fit.StandardErrors = make([]float64, len(fit.Coefficients))
	row := make([]float64, rank)
	for k, j := range f.kept { // row k of R⁻¹ is R⁻ᵀ of unit vector k
		clear(row)
		row[k] = 1
		f.solveRT(row)
		fit.StandardErrors[j] = num.Scale(num.Mul(sd, math.Sqrt(dot(row, row))), yExponent-exponents[j])
	}
}
