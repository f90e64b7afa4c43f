package tree

import (
	"context"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Options say how a tree grows.
type Options struct {
	MaxDepth  int     // 0: any
	MaxLeaves int     // the leaf with the greatest gain is split next until there are so many; 0: any
	MinLeaf   int     // rows that a leaf needs, with their weights; at least 1
	L2        float64 // pulls leaves towards 0, as if so many rows of 0 were there
	Features  int     // how many features, drawn anew, a node looks at; 0: all
}

// grower grows trees on the same rows again and again; its memory is kept between them.
type grower struct {
	bins    *Bins
	options Options
	random  *num.Random // nil where Options.Features is 0
	finder  finder
	packing packing
	packed  []int64 // shape [n]
	rows    []int32 // those learnt from; a node's are in a row, ascending
	aside   []int32 // scratch of a partition
	ordered []int64 // scratch of a histogram
	open    []openLeaf
	leaves  []rowRange // of the tree that was grown last
	spare   [][]int64  // histograms to use again
	order   []int      // of features, shuffled as far as needed
}

// openLeaf is a leaf that can be split.
type openLeaf struct {
	node, depth int
	from, to    int // its rows
	total       int64
	histogram   []int64
	split       Split
}

// rowRange is the rows of a leaf.
type rowRange struct{ node, from, to int }

func newGrower(bins *Bins, o Options, random *num.Random) *grower {
	n := bins.Rows
	g := &grower{bins: bins, options: o, random: random, packed: make([]int64, n), aside: make([]int32, n), ordered: make([]int64, n)}
	for j := range bins.Cols {
		g.order = append(g.order, j)
	}
	return g
}

// grow grows a tree for target, shape [n], on rows, ascending, with weights as in pack. The
// values of its leaves are left to the caller, who finds their rows in g.leaves.
func (g *grower) grow(ctx context.Context, target []float64, weights []int32, rows []int32) (*Tree, error) {
	if err := g.packing.pack(g.packed, target, weights, rows); err != nil {
		return nil, err
	}
	g.rows = append(g.rows[:0], rows...)
	g.leaves = g.leaves[:0]
	total := int64(0)
	for _, r := range rows {
		total += g.packed[r]
	}
	g.prepareFinder(total)
	t := &Tree{}
	root := openLeaf{node: t.add(int(g.count(total))), to: len(rows), total: total}
	if g.canSplit(root) {
		root.histogram = g.histogramOf(root)
	}
	g.consider(root)
	for leaves := 1; len(g.open) > 0; leaves++ {
		if leaves == g.options.MaxLeaves {
			g.closeAll()
			break
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		g.split(t, g.takeOpen(), leaves+1 == g.options.MaxLeaves)
	}
	return t, nil
}

func (g *grower) count(total int64) int64 { return total & (1<<g.packing.countBits - 1) }

// prepareFinder makes the table of reciprocals, unless the last tree had the same.
func (g *grower) prepareFinder(total int64) {
	rows := int(g.count(total))
	f := &g.finder
	f.bins, f.countBits, f.minRows, f.l2 = g.bins, g.packing.countBits, int64(max(1, g.options.MinLeaf)), g.options.L2
	if len(f.inverse) == rows+1 {
		return
	}
	f.inverse = make([]float64, rows+1)
	for k := 1; k <= rows; k++ {
		f.inverse[k] = 1 / (float64(k) + f.l2)
	}
}

// canSplit says whether a leaf may be split, if a good question is found.
func (g *grower) canSplit(o openLeaf) bool {
	deep := g.options.MaxDepth > 0 && o.depth >= g.options.MaxDepth
	return !deep && o.to-o.from > 1 && g.count(o.total) >= 2*g.finder.minRows
}

// consider finds a leaf's best split, and opens or closes it.
func (g *grower) consider(o openLeaf) {
	if o.histogram != nil {
		if o.split = g.findSplit(o); o.split.Feature != leaf {
			g.open = append(g.open, o)
			return
		}
	}
	g.close(o)
}

// findSplit looks at all features, or at some in random order: at more until one splits.
func (g *grower) findSplit(o openLeaf) Split {
	some := g.options.Features
	if some <= 0 || some >= len(g.order) {
		return g.finder.best(o.histogram, o.total, nil)
	}
	for i := range g.order {
		k := i + int(g.random.Integer(int64(len(g.order)-i)))
		g.order[i], g.order[k] = g.order[k], g.order[i]
		if i+1 < some {
			continue
		}
		first := i
		if i+1 == some {
			first = 0
		}
		if s := g.finder.best(o.histogram, o.total, g.order[first:i+1]); s.Feature != leaf {
			return s
		}
	}
	return Split{Feature: leaf}
}

func (g *grower) close(o openLeaf) {
	g.leaves = append(g.leaves, rowRange{o.node, o.from, o.to})
	g.release(o.histogram)
}

func (g *grower) closeAll() {
	for _, o := range g.open {
		g.close(o)
	}
	g.open = g.open[:0]
}

// takeOpen removes the next leaf to split: the one of greatest gain, the oldest of equals,
// or, where the number of leaves is free, the youngest, so that few are open at a time.
func (g *grower) takeOpen() openLeaf {
	at := len(g.open) - 1
	if g.options.MaxLeaves > 0 {
		at = 0
		for k, o := range g.open {
			if o.split.Gain > g.open[at].split.Gain {
				at = k
			}
		}
	}
	o := g.open[at]
	g.open = append(g.open[:at], g.open[at+1:]...)
	return o
}

// split makes two leaves of one. last says that no more splits will follow.
func (g *grower) split(t *Tree, o openLeaf, last bool) {
	s := o.split
	middle := o.from + g.bins.partition(s, g.rows[o.from:o.to], g.aside)
	left := openLeaf{depth: o.depth + 1, from: o.from, to: middle, total: s.left}
	right := openLeaf{depth: o.depth + 1, from: middle, to: o.to, total: o.total - s.left}
	left.node, right.node = t.add(int(g.count(left.total))), t.add(int(g.count(right.total)))
	t.Feature[o.node], t.Threshold[o.node], t.MissingLeft[o.node] = s.Feature, g.bins.threshold(s), s.MissingLeft
	if o.histogram[s.Feature*slotsPerColumn+len(g.bins.Edges[s.Feature])+1] == 0 {
		t.MissingLeft[o.node] = t.Rows[left.node] > t.Rows[right.node] // none was missing: with most rows
	}
	t.Left[o.node], t.Right[o.node] = left.node, right.node
	t.Gain[o.node] = s.Gain / float64(g.packing.scale*g.packing.scale)
	if last {
		g.release(o.histogram)
	} else {
		g.histograms(o.histogram, &left, &right)
	}
	g.consider(left)
	g.consider(right)
}
