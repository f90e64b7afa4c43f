package features

import "context"

// Matrix is a dense matrix, column after column: element (i, j) is Data[j·Rows + i].
type Matrix struct {
	Rows, Cols int
	Data       []float64
}

// Column returns column j; it shares memory.
func (m Matrix) Column(j int) []float64 { return m.Data[j*m.Rows : (j+1)*m.Rows] }

// blockRows rows are made side by side and then taken apart into columns: so many of 40
// numbers stay in a 32 KB cache.
const blockRows = 64

// matrixOf makes a matrix of rows that fill writes, each given as zeros, until the context is done.
func matrixOf(ctx context.Context, scratch *Scratch, rows, cols int, fill func(row []float64, i int)) Matrix {
	m := Matrix{Rows: rows, Cols: cols, Data: scratch.take(rows * cols)}
	block := make([]float64, blockRows*cols)
	for from := 0; from < rows && ctx.Err() == nil; from += blockRows {
		n := min(blockRows, rows-from)
		clear(block)
		for k := range n {
			fill(block[k*cols:(k+1)*cols], from+k)
		}
		for j := range cols {
			column := m.Column(j)[from : from+n]
			for k := range column {
				column[k] = block[k*cols+j]
			}
		}
	}
	return m
}
