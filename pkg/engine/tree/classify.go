package tree

import "github.com/tidemark/tidemark/pkg/engine/fault"

// The criteria of ClassifyOptions.
const (
	Gini      = "gini"
	GainRatio = "gainRatio"
)

// ClassifyOptions say how a tree that classifies grows.
type ClassifyOptions struct {
	Criterion string // Gini or GainRatio
	MaxDepth  int    // 0: any
	MinLeaf   int    // rows that a leaf needs; at least 1
}

// Classifier is a tree whose answer is a class: Tree.Value is the number of the most
// frequent class of a node, of equals the first. It is part of a model: plain data.
type Classifier struct {
	Version int     `json:"version"`
	Cols    int     `json:"cols"`
	Classes int     `json:"classes"`
	Tree    Tree    `json:"tree"`
	Counts  [][]int `json:"counts"` // of each node, its rows by class
}

// Class returns the class of row i of x, shape [Cols, n], column after column; missing
// values go where the tree learnt. Twin: classOf.
func (c *Classifier) Class(x []float64, n, i int) int {
	return int(c.Tree.Value[c.Tree.Leaf(x, n, i)])
}

// Classify grows a tree that tells classes apart, such as points labelled as anomalies.
//
// labels has shape [n], each 0 … classes − 1; rows, ascending, are those to learn from,
// all if nil. Nothing is changed. Gini takes the question that lowers Gini's impurity most.
// GainRatio takes of each feature the question of greatest information gain, leaves out the
// features whose gain is below the mean of all that gain, and takes the greatest ratio of
// gain to the entropy of the split itself. Of equals the first wins, as in Cart.
//
// Errors: tree/no-rows; tree/bad-label for a label outside; tree/bad-criterion.
// Source: Breiman et al. (1984) for Gini; Quinlan (1993), C4.5, for the ratio. Twin: growClassifier.
func Classify(bins *Bins, labels []int, classes int, rows []int32, o ClassifyOptions) (*Classifier, error) {
	if rows == nil {
		rows = allRows(bins.Rows)
	}
	if len(rows) == 0 {
		return nil, fault.New("tree/no-rows", "tree: no rows; want at least 1")
	}
	for _, r := range rows {
		if labels[r] < 0 || labels[r] >= classes {
			return nil, fault.New("tree/bad-label", "tree: label[%d] = %d; want a class from 0 to %d", r, labels[r], classes-1)
		}
	}
	if o.Criterion != Gini && o.Criterion != GainRatio {
		return nil, fault.New("tree/bad-criterion", "tree: criterion %q; want %q or %q", o.Criterion, Gini, GainRatio)
	}
	g := &classGrower{bins: bins, labels: labels, classes: classes, options: o, rows: append([]int32(nil), rows...), aside: make([]int32, len(rows))}
	g.purity = newPurity(o.Criterion, classes, len(rows))
	g.out = &Classifier{Version: Version, Cols: bins.Cols, Classes: classes, Counts: [][]int{}}
	open := []classNode{g.add(0, 0, len(rows))}
	for len(open) > 0 {
		node := open[len(open)-1]
		open = open[:len(open)-1]
		if left, right, ok := g.split(node); ok {
			open = append(open, left, right)
		}
	}
	return g.out, nil
}

// classGrower is a classifier in the making.
type classGrower struct {
	bins    *Bins
	labels  []int
	classes int
	options ClassifyOptions
	purity  purity
	rows    []int32
	aside   []int32
	out     *Classifier
}

// classNode is a node whose rows are from ≤ k < to.
type classNode struct{ node, depth, from, to int }

// add appends a leaf for rows.
func (g *classGrower) add(depth, from, to int) classNode {
	counts := make([]int, g.classes)
	for _, r := range g.rows[from:to] {
		counts[g.labels[r]]++
	}
	node := g.out.Tree.add(to - from)
	g.out.Counts = append(g.out.Counts, counts)
	g.out.Tree.Value[node] = float64(mostFrequent(counts))
	return classNode{node: node, depth: depth, from: from, to: to}
}

func mostFrequent(counts []int) int {
	best := 0
	for class, count := range counts {
		if count > counts[best] {
			best = class
		}
	}
	return best
}

// split asks the best question of a node; ok is false if none is good.
func (g *classGrower) split(o classNode) (left, right classNode, ok bool) {
	counts := g.out.Counts[o.node]
	deep := g.options.MaxDepth > 0 && o.depth >= g.options.MaxDepth
	if deep || counts[mostFrequent(counts)] == o.to-o.from {
		return left, right, false
	}
	s := g.best(o, counts)
	if s.Feature == leaf {
		return left, right, false
	}
	middle := g.bins.partition(s.Split, g.rows[o.from:o.to], g.aside) + o.from
	t := &g.out.Tree
	t.Feature[o.node], t.Threshold[o.node], t.MissingLeft[o.node] = s.Feature, g.bins.threshold(s.Split), s.MissingLeft
	if !s.sawMissing {
		t.MissingLeft[o.node] = middle-o.from > o.to-middle
	}
	t.Gain[o.node] = s.Gain
	left, right = g.add(o.depth+1, o.from, middle), g.add(o.depth+1, middle, o.to)
	t.Left[o.node], t.Right[o.node] = left.node, right.node
	return left, right, true
}

// best returns the best question of a node over all features.
func (g *classGrower) best(o classNode, counts []int) classSplit {
	candidates := make([]classSplit, 0, g.bins.Cols)
	total := 0.0
	for j := range g.bins.Cols {
		if s := g.scan(o, counts, j); s.Feature != leaf {
			candidates = append(candidates, s)
			total += s.Gain
		}
	}
	mean := total / float64(len(candidates))
	best := classSplit{Split: Split{Feature: leaf}}
	for _, s := range candidates {
		if g.options.Criterion == GainRatio && s.Gain < mean-float64(mean*roundingOfGain) {
			continue
		}
		if best.Feature == leaf || s.merit > best.merit {
			best = s
		}
	}
	return best
}
