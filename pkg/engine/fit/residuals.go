package fit

import "github.com/tidemark/tidemark/pkg/engine/num"

// augmentedResiduals returns y − r − X·b, shape [n], and −Xᵀr, shape [rank], over the kept
// columns, each summed in twice the precision and rounded once.
// Twin: src/engine/fit/residuals.ts.
func augmentedResiduals(f *qr, x, y, b, r []float64) (missesY, missesZero []float64) {
	n := len(y)
	high, low := make([]float64, n), make([]float64, n)
	for i := range n {
		high[i], low[i] = num.TwoSum(y[i], -r[i])
	}
	missesZero = make([]float64, len(b))
	for k, j := range f.kept {
		column := x[j*n : (j+1)*n]
		coefficient := -b[k]
		sum, lost := 0.0, 0.0
		for i, v := range column {
			product, err := num.TwoProduct(coefficient, v)
			var off float64
			high[i], off = num.TwoSum(high[i], product)
			low[i] += off + err
			product, err = num.TwoProduct(v, r[i])
			sum, off = num.TwoSum(sum, -product)
			lost += off - err
		}
		missesZero[k] = sum + lost
	}
	for i := range high {
		high[i] += low[i]
	}
	return high, missesZero
}
