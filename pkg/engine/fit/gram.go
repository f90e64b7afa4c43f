// Package fit learns models: the linear solvers here, the models that use them beside.
// Stage: features → fit → band. Twin: src/engine/fit. Numbers: spec/vectors/fit.
package fit

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Gram holds the weighted products of a design's columns with each other and with the
// target: all that ridge regression needs. Grams of disjoint rows add, so that an
// out-of-fold fit is the total minus its block. Twin: src/engine/fit/gram.ts.
type Gram struct {
	Columns int       // p
	Rows    int       // rows counted, those of weight 0 left out
	Weight  float64   // sum of their weights
	XtX     []float64 // shape [p, p], symmetric, both halves filled
	XtY     []float64 // shape [p]
	YtY     float64
}

// gramChunk rows are packed at a time: 44 columns of them fit a 32 KB cache. It is part of
// the numbers: sums run within a chunk, then over chunks.
const gramChunk = 64

// NewGram returns the Gram of no rows, to add others to. Twin: newGram.
func NewGram(columns int) *Gram {
	return &Gram{Columns: columns, XtX: make([]float64, columns*columns), XtY: make([]float64, columns)}
}

// Copy returns a Gram that shares nothing with g. Twin: copyGram.
func (g *Gram) Copy() *Gram {
	c := *g
	c.XtX = append([]float64(nil), g.XtX...)
	c.XtY = append([]float64(nil), g.XtY...)
	return &c
}

// GramOf returns the Gram of rows from ≤ i < to.
//
// x has shape [p, n], column after column (x[j·n + i] is row i of column j); y has shape
// [n]; weights has shape [n], or is nil for ones. None is modified. Missing rule: a row
// counts only if its weight is above 0 (not if it is NaN), and may hold NaN if it does not
// count.
//
// Errors: fit/shape if lengths or the range do not agree; the context's. Source: blocked outer products;
// rows are scaled by the root of their weight. Twin: gramOf.
func GramOf(ctx context.Context, x, y, weights []float64, from, to int) (*Gram, error) {
	p, err := columnsOf(x, y, weights)
	if err != nil {
		return nil, err
	}
	if !(0 <= from && from <= to && to <= len(y)) {
		return nil, fault.New("fit/shape", "gram: rows %d to %d; want a range within 0 to %d", from, to, len(y))
	}
	q := (p/6 + 1) * 6 // the columns and y, padded with zeros to whole tiles
	packed := make([]float64, q*gramChunk)
	sums := make([]float64, q*q)
	g := NewGram(p)
	n := len(y)
	var chunk rowChunk
	for i := from; i < to; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		i = chunk.take(weights, i, to)
		for j := range p {
			chunk.pack(packed[j*gramChunk:], x[j*n:(j+1)*n])
		}
		chunk.pack(packed[p*gramChunk:], y)
		addProducts(sums, packed, q, chunk.size)
		g.Rows += chunk.size
		g.Weight += chunk.weight
	}
	g.unpack(sums, q)
	return g, nil
}

// rowChunk lists up to gramChunk rows that count, and the roots of their weights.
type rowChunk struct {
	size   int
	weight float64
	row    [gramChunk]int
	root   [gramChunk]float64
}

// take fills the chunk from row i on and returns the row it stopped before.
func (c *rowChunk) take(weights []float64, i, to int) int {
	c.size, c.weight = 0, 0
	for ; i < to && c.size < gramChunk; i++ {
		w := 1.0
		if weights != nil {
			w = weights[i]
		}
		if w > 0 {
			c.row[c.size] = i
			c.root[c.size] = math.Sqrt(w)
			c.weight += w
			c.size++
		}
	}
	return i
}

// pack copies the chunk's rows of one column, each times the root of its weight.
func (c *rowChunk) pack(into, column []float64) {
	into = into[:c.size]
	root, row := c.root[:len(into)], c.row[:len(into)]
	if c.size > 0 && row[c.size-1]-row[0] == c.size-1 { // neighbours, as mostly: nothing to look up
		for k, v := range column[row[0]:][:len(into)] {
			into[k] = float64(root[k] * v)
		}
		return
	}
	for k, i := range row {
		into[k] = float64(root[k] * column[i])
	}
}

// columnsOf returns the number of columns of x after comparing the shapes.
func columnsOf(x, y, weights []float64) (int, error) {
	n := len(y)
	if n == 0 || len(x)%n != 0 || weights != nil && len(weights) != n {
		return 0, fault.New("fit/shape", "fit: x has %d values, y %d, weights %d; want n in y and in weights, n ≥ 1, and columns of n in x",
			len(x), n, len(weights))
	}
	return len(x) / n, nil
}

// addProducts adds to sums, shape [q, q], the products of m packed rows, on and above the
// diagonal, 2 by 3 entries at a time: six sums run at once, and with their factors stay in
// amd64's 16 registers. Tiles are no part of the numbers.
func addProducts(sums, packed []float64, q, m int) {
	for i := 0; i < q; i += 2 {
		a0 := packed[i*gramChunk:][:m]
		a1 := packed[(i+1)*gramChunk:][:m]
		for j := i - i%3; j < q; j += 3 {
			b0 := packed[j*gramChunk:][:m]
			b1 := packed[(j+1)*gramChunk:][:m]
			b2 := packed[(j+2)*gramChunk:][:m]
			var s00, s01, s02, s10, s11, s12 float64
			for k := range m {
				u, v := a0[k], a1[k]
				s00 += float64(u * b0[k]) // num.Mul, written out for speed
				s10 += float64(v * b0[k])
				s01 += float64(u * b1[k])
				s11 += float64(v * b1[k])
				s02 += float64(u * b2[k])
				s12 += float64(v * b2[k])
			}
			top, low := sums[i*q+j:][:3], sums[(i+1)*q+j:][:3]
			top[0] += s00
			top[1] += s01
			top[2] += s02
			low[0] += s10
			low[1] += s11
			low[2] += s12
		}
	}
}

// unpack fills the Gram from the upper half of sums, whose row and column p are y's.
func (g *Gram) unpack(sums []float64, q int) {
	p := g.Columns
	for i := range p {
		for j := i; j < p; j++ {
			g.XtX[i*p+j] = sums[i*q+j]
			g.XtX[j*p+i] = sums[i*q+j]
		}
		g.XtY[i] = sums[i*q+p]
	}
	g.YtY = sums[p*q+p]
}

// Add adds another Gram's rows to g, which is modified.
//
// Errors: fit/shape if their numbers of columns differ. Twin: addGram.
func (g *Gram) Add(other *Gram) error { return g.combine(other, 1) }

// Subtract takes another Gram's rows from g, which is modified. What is left carries the
// rounding of the total.
//
// Errors: fit/shape if their numbers of columns differ. Twin: subtractGram.
func (g *Gram) Subtract(other *Gram) error { return g.combine(other, -1) }

func (g *Gram) combine(other *Gram, sign float64) error {
	if g.Columns != other.Columns {
		return fault.New("fit/shape", "gram: %d columns against %d; want equal", other.Columns, g.Columns)
	}
	g.Rows += int(sign) * other.Rows
	g.Weight += num.Mul(sign, other.Weight)
	g.YtY += num.Mul(sign, other.YtY)
	for i, v := range other.XtX {
		g.XtX[i] += num.Mul(sign, v)
	}
	for i, v := range other.XtY {
		g.XtY[i] += num.Mul(sign, v)
	}
	return nil
}
