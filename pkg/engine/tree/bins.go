// Package tree grows decision trees on binned features: single ones, forests, and gradient
// boosting; and trees that classify. Stage: features → **tree** → fit. Twin:
// src/engine/tree. Numbers: spec/vectors/tree.
package tree

import (
	"context"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// MaxBins is how many bins a feature may have: a code fits a byte, with one to spare for
// missing values.
const MaxBins = 255

// Bins is a design whose values are replaced by the numbers of their bins.
type Bins struct {
	Rows, Cols int
	Edges      [][]float64 // of each column, ascending: bin b holds Edges[b−1] < x ≤ Edges[b]
	x          []float64   // the design; not copied
	words      []uint32    // codes of four columns each: byte j&3 of words[(j>>2)·Rows + i]
}

// Bin cuts every column into at most most bins of about as many rows; values that are
// frequent have a bin of their own. x has shape [cols, n], column after column, and is not
// changed. Missing rule: NaN and the infinities share one more bin, the last.
//
// Errors: the context's; tree/shape if x is not whole columns of n ≥ 1 rows, or if most is not 2 … 255.
// Source: Ke et al. (2017), LightGBM's greedy quantile bins. Twin: binColumns.
func Bin(ctx context.Context, x []float64, n, most int) (*Bins, error) {
	if n < 1 || len(x)%n != 0 || most < 2 || most > MaxBins {
		return nil, fault.New("tree/shape", "tree: %d values in rows of %d, at most %d bins; want whole columns of at least 1 row, and 2 to %d bins", len(x), n, most, MaxBins)
	}
	b := &Bins{Rows: n, Cols: len(x) / n, x: x}
	b.words = make([]uint32, (b.Cols+3)/4*n)
	o := newOrder(n)
	for j := range b.Cols {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		column := x[j*n : (j+1)*n]
		o.sort(column)
		b.Edges = append(b.Edges, edgesOf(column, o.rows, most))
		b.encode(column, o, j)
	}
	return b, nil
}

// encode writes the codes of one column, whose rows with a value are in order.
func (b *Bins) encode(column []float64, o *order, j int) {
	edges := b.Edges[j]
	words, shift := b.column(j), uint(j&3)*8
	code := 0
	for _, r := range o.rows {
		for code < len(edges) && column[r] > edges[code] {
			code++
		}
		words[r] |= uint32(code) << shift
	}
	for _, r := range o.missing {
		words[r] |= uint32(len(edges)+1) << shift
	}
}

// edgesOf returns where to cut the values of a column at rows in ascending order, between
// two of them each.
func edgesOf(column []float64, rows []int32, most int) []float64 {
	values, counts := distinct(column, rows)
	edges := make([]float64, 0, most-1)
	if len(values) <= most {
		for k := 1; k < len(values); k++ {
			edges = append(edges, between(values[k-1], values[k]))
		}
		return edges
	}
	big := float64(len(rows)) / float64(most)
	restRows, restBins := len(rows), most
	for _, count := range counts {
		if float64(count) >= big {
			restRows -= count
			restBins--
		}
	}
	size, held := float64(restRows)/float64(restBins), 0
	for k := 0; k+1 < len(values) && len(edges) < most-1; k++ {
		isBig := float64(counts[k]) >= big
		held += counts[k]
		if !isBig {
			restRows -= counts[k]
		}
		full := float64(held) >= size || float64(counts[k+1]) >= big && float64(held) >= max(1, num.Mul(0.5, size))
		if !isBig && !full {
			continue
		}
		edges = append(edges, between(values[k], values[k+1]))
		held = 0
		if !isBig {
			restBins--
			size = float64(restRows) / float64(restBins)
		}
	}
	return edges
}

// distinct returns the different values of a column at rows in ascending order, and how
// often each occurs.
func distinct(column []float64, rows []int32) (values []float64, counts []int) {
	for _, r := range rows {
		v := column[r] + 0 // −0 + 0 is 0
		if last := len(values) - 1; last >= 0 && values[last] == v {
			counts[last]++
			continue
		}
		values, counts = append(values, v), append(counts, 1)
	}
	return values, counts
}

// between returns a number with a ≤ it < b, the middle where doubles have one.
func between(a, b float64) float64 {
	middle := num.Mul(0.5, a) + num.Mul(0.5, b) // a + b may overflow
	if middle < a || middle >= b {
		return a
	}
	return middle
}

// Code returns the bin of row i in column j; the one after the last is that of missing
// values. Twin: codeOf.
func (b *Bins) Code(i, j int) uint8 { return uint8(b.column(j)[i] >> (uint(j&3) * 8)) }
