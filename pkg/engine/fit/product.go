package fit

import "github.com/tidemark/tidemark/pkg/engine/features"

// product returns x·b over some columns, in the order given, shape [n]. Four are read at once,
// which spares three quarters of the way to the result and back; the sum of a row runs from
// left to right all the same. Twin: src/engine/fit/product.ts.
func product(x features.Matrix, b []float64, columns []int) []float64 {
	out := make([]float64, x.Rows)
	for ; len(columns) >= 4; columns = columns[4:] {
		j0, j1, j2, j3 := columns[0], columns[1], columns[2], columns[3]
		b0, b1, b2, b3 := b[j0], b[j1], b[j2], b[j3]
		c0, c1, c2, c3 := x.Column(j0)[:len(out)], x.Column(j1)[:len(out)], x.Column(j2)[:len(out)], x.Column(j3)[:len(out)]
		for i, sum := range out {
			sum += float64(c0[i] * b0) // num.Mul, written out for speed
			sum += float64(c1[i] * b1)
			sum += float64(c2[i] * b2)
			out[i] = sum + float64(c3[i]*b3)
		}
	}
	for _, j := range columns {
		coefficient := b[j]
		for i, v := range x.Column(j) {
			out[i] += float64(v * coefficient)
		}
	}
	return out
}

// every lists the columns 0 … n − 1.
func every(n int) []int {
	columns := make([]int, n)
	for j := range columns {
		columns[j] = j
	}
	return columns
}

// used lists the columns whose coefficient is not 0: the others may hold what is no number.
func used(b []float64) []int {
	columns := make([]int, 0, len(b))
	for j, coefficient := range b {
		if coefficient != 0 {
			columns = append(columns, j)
		}
	}
	return columns
}
