package fit

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Solution holds the coefficients of a linear model and says which columns they leave out.
type Solution struct {
	Coefficients []float64 // shape [p]; 0 for a dropped column; always finite
	Rank         int       // columns that were used
	Dropped      []int     // the others, ascending: each is nearly a sum of multiples of columns before it, or not finite
	MinPivot     float64   // in (0, 1]: of all used columns, the least part not explained by those before it; 1 if none is used
}

// choleskyTolerance: a column whose squared length shrinks below this part of itself, once
// the columns before it are taken out, is dropped. Products are rounded at 2^−53 of the
// whole, so that fewer than 17 bits of such a column would be its own.
const choleskyTolerance = 0x1p-36

// SolveGram minimises |y − Xb|² + Σ ridge[j]·b[j]² from the Gram of X and y.
//
// ridge has shape [p] and values ≥ 0 in the unit of XtX, or is nil for none. Nothing is
// modified. Columns are taken from left to right; a faulty pivot drops its column, which is
// reported and gets coefficient 0, so that no NaN can arise. MinPivot squares what
// LeastSquares reports: below 1e−8 prefer LeastSquares.
//
// Errors: fit/shape if ridge has another length; fit/not-finite if XᵀY or a penalty is NaN
// or infinite (the target holds a NaN); the context's. Source: Cholesky, rows scaled by powers of two.
// Twin: src/engine/fit/cholesky.ts.
func SolveGram(ctx context.Context, g *Gram, ridge []float64) (*Solution, error) {
	p := g.Columns
	if ridge != nil && len(ridge) != p {
		return nil, fault.New("fit/shape", "cholesky: %d penalties; want one for each of %d columns", len(ridge), p)
	}
	factor := make([]float64, p*p)
	scales := make([]float64, p)
	s := &Solution{Coefficients: make([]float64, p), MinPivot: 1, Dropped: []int{}}
	for j := range p {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		whole := g.XtX[j*p+j]
		if ridge != nil {
			whole += ridge[j]
		}
		pivot := 0.0
		if whole > 0 && whole <= math.MaxFloat64 {
			scales[j] = num.Scale(1, -(num.Exponent(whole) >> 1))
			pivot = choleskyRow(factor, g.XtX, scales, num.Mul(num.Mul(whole, scales[j]), scales[j]), j, p)
		}
		if !(pivot > choleskyTolerance) {
			scales[j] = 0
			clear(factor[j*p : j*p+p])
			s.Dropped = append(s.Dropped, j)
			continue
		}
		s.Rank++
		s.MinPivot = num.Min(s.MinPivot, pivot)
	}
	if err := checkFinite(g, ridge, scales); err != nil {
		return nil, err
	}
	backSubstitute(s.Coefficients, factor, g.XtY, scales)
	return s, nil
}

// choleskyRow computes row j of the factor and returns its pivot as a part of whole, the
// scaled diagonal. A dropped column k has scale 0 and a factor of zeros.
func choleskyRow(factor, xtx, scales []float64, whole float64, j, p int) float64 {
	row := factor[j*p : j*p+p]
	left := whole
	for k := range j {
		if scales[k] == 0 {
			continue
		}
		other := factor[k*p : k*p+p]
		s := num.Mul(num.Mul(xtx[j*p+k], scales[j]), scales[k])
		for i := range k {
			s -= num.Mul(row[i], other[i])
		}
		row[k] = s / other[k]
		left -= num.Mul(row[k], row[k])
	}
	row[j] = math.Sqrt(num.Max(left, 0))
	return left / whole
}

// checkFinite refuses a right side that would put a NaN into a coefficient that is used.
func checkFinite(g *Gram, ridge, scales []float64) error {
	for j, v := range g.XtY {
		if scales[j] != 0 && !(math.Abs(v) <= math.MaxFloat64) {
			return fault.New("fit/not-finite", "cholesky: XtY[%d] = %v; want numbers. Give rows with a missing target weight 0.", j, v)
		}
	}
	for j, v := range ridge {
		if !(v >= 0 && v <= math.MaxFloat64) {
			return fault.New("fit/not-finite", "cholesky: ridge[%d] = %v; want a number ≥ 0", j, v)
		}
	}
	return nil
}

// backSubstitute solves L·Lᵀ·b = xty in place of b, in scaled columns, and undoes the scale.
func backSubstitute(b, factor, xty, scales []float64) {
	p := len(b)
	for j := range p {
		if scales[j] == 0 {
			continue
		}
		s := num.Mul(xty[j], scales[j])
		for k := range j {
			s -= num.Mul(factor[j*p+k], b[k])
		}
		b[j] = s / factor[j*p+j]
	}
	for j := p - 1; j >= 0; j-- {
		if scales[j] == 0 {
			continue
		}
		s := b[j]
		for k := j + 1; k < p; k++ {
			s -= num.Mul(factor[k*p+j], b[k])
		}
		b[j] = s / factor[j*p+j]
	}
	for j := range p {
		b[j] = num.Mul(b[j], scales[j])
	}
}
