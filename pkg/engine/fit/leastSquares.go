package fit

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// LeastSquaresFit is a Solution with its statistics. MinPivot is of lengths, not squares.
type LeastSquaresFit struct {
	Solution
	StandardErrors []float64 // shape [p]; 0 for a dropped column; NaN without degrees of freedom
	ResidualSD     float64   // √(RSS/(rows − rank)), in y's unit; NaN without degrees of freedom
	RSquared       float64   // 1 − RSS/TSS; NaN for a constant y
}

// LeastSquaresOptions are the options of LeastSquares; the zero value is plain least squares
// without intercept.
type LeastSquaresOptions struct {
	Weights   []float64 // shape [n], or nil for ones; a row counts only if its weight is above 0
	Intercept bool      // a constant is among the columns: TSS is then about y's mean, else about 0
}

// refinements of the solution: after two, NIST's sets come out as exactly as doubles allow.
const refinements = 2

// LeastSquares fits y ≈ X·b accurately where the columns of X are nearly collinear, at about
// ten times the cost of SolveGram.
//
// x has shape [p, n], column after column; y has shape [n], in any unit; neither is
// modified. Missing rule: rows that count hold numbers only. Columns are taken from left to
// right; one that those before it explain to within 1e−12 is dropped: it gets coefficient 0,
// lowers Rank, and is listed. So is a column that is not finite.
//
// Errors: fit/shape if lengths do not agree; fit/too-few-points if no row counts; fit/not-finite if y holds a NaN or an infinity
// in a row that counts. Source: Householder QR with columns scaled by powers of two, then
// Björck's augmented refinement (1967) with residuals in twice the precision.
// Twin: src/engine/fit/leastSquares.ts.
func LeastSquares(x, y []float64, options LeastSquaresOptions) (*LeastSquaresFit, error) {
	p, err := columnsOf(x, y, options.Weights)
	if err != nil {
		return nil, err
	}
	xs, ys := countedRows(x, y, options.Weights, p)
	n := len(ys)
	if n == 0 {
		return nil, fault.New("fit/too-few-points", "leastSquares: no row counts; want at least 1 of weight above 0")
	}
	for i, v := range ys {
		if !(math.Abs(v) <= math.MaxFloat64) {
			return nil, fault.New("fit/not-finite", "leastSquares: y = %v in counted row %d; want numbers. Give rows with a missing target weight 0.", v, i)
		}
	}
	exponents := make([]int, p)
	for j := range p {
		exponents[j] = scaleColumn(xs[j*n : (j+1)*n])
	}
	yExponent := scaleColumn(ys)
	f := factorQR(append([]float64(nil), xs...), n)
	b, residuals := solveRefined(f, xs, ys)

	fit := &LeastSquaresFit{Solution: Solution{
		Coefficients: make([]float64, p), Rank: len(f.kept), Dropped: f.dropped, MinPivot: f.minPivot,
	}}
	for k, j := range f.kept {
		fit.Coefficients[j] = num.Scale(b[k], yExponent-exponents[j])
	}
	fit.describe(f, residuals, ys, rootWeights(options.Weights, n), options.Intercept, yExponent, exponents)
	return fit, nil
}

// solveRefined returns the coefficients of the kept columns and the residuals.
func solveRefined(f *qr, x, y []float64) (b, residuals []float64) {
	rank := len(f.kept)
	z := append([]float64(nil), y...)
	f.multiplyQT(z)
	b = append([]float64(nil), z[:rank]...)
	f.solveR(b)
	clear(z[:rank])
	f.multiplyQ(z)
	residuals = z
	for range refinements {
		refine(f, x, y, b, residuals)
	}
	return b, residuals
}

// refine improves b and r = y − X·b together: it solves r + X·b = y, Xᵀr = 0 for what the two
// equations still miss.
func refine(f *qr, x, y, b, r []float64) {
	missesY, missesZero := augmentedResiduals(f, x, y, b, r)
	f.solveRT(missesZero)
	f.multiplyQT(missesY)
	step := make([]float64, len(b))
	for k := range step {
		step[k] = missesY[k] - missesZero[k]
		missesY[k] = missesZero[k]
	}
	f.solveR(step)
	f.multiplyQ(missesY)
	for k, v := range step {
		b[k] += v
	}
	for i, v := range missesY {
		r[i] += v
	}
}
