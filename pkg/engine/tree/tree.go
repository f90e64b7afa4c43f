package tree

// Tree is a binary regression tree as lists with one entry a node, the root first and
// children after their parents. It is part of a model: plain data.
type Tree struct {
	Feature     []int     `json:"feature"`     // that a node asks for, −1 for a leaf
	Threshold   []float64 `json:"threshold"`   // x ≤ Threshold goes left
	MissingLeft []bool    `json:"missingLeft"` // where a missing x goes
	Left        []int     `json:"left"`        // 0 for a leaf
	Right       []int     `json:"right"`
	Value       []float64 `json:"value"` // a leaf's answer; of other nodes, the mean of what their rows get
	Gain        []float64 `json:"gain"`  // squared error that the question takes away
	Rows        []int     `json:"rows"`  // that were learnt from, with their weights
}

// leaf is the feature of a node that asks nothing.
const leaf = -1

// add appends a leaf and returns its number.
func (t *Tree) add(rows int) int {
	t.Feature, t.Threshold, t.MissingLeft = append(t.Feature, leaf), append(t.Threshold, 0), append(t.MissingLeft, false)
	t.Left, t.Right = append(t.Left, 0), append(t.Right, 0)
	t.Value, t.Gain, t.Rows = append(t.Value, 0), append(t.Gain, 0), append(t.Rows, rows)
	return len(t.Feature) - 1
}

// next returns the child that a value goes to.
func (t *Tree) next(node int, v float64) int {
	if v-v != 0 { // missing: NaN or infinite
		if t.MissingLeft[node] {
			return t.Left[node]
		}
		return t.Right[node]
	}
	if v <= t.Threshold[node] {
		return t.Left[node]
	}
	return t.Right[node]
}

// Leaf returns the leaf of row i of x, shape [p, n], column after column; missing values
// go where the tree learnt. It allocates nothing. Twin: leafOf.
func (t *Tree) Leaf(x []float64, n, i int) int {
	node := 0
	for t.Feature[node] != leaf {
		node = t.next(node, x[t.Feature[node]*n+i])
	}
	return node
}

// fillInner gives every node that is no leaf the mean of its children, by their rows.
func (t *Tree) fillInner() {
	for node := len(t.Feature) - 1; node >= 0; node-- {
		if t.Feature[node] == leaf {
			continue
		}
		l, r := t.Left[node], t.Right[node]
		part := float64(t.Rows[l]) / float64(t.Rows[node])
		t.Value[node] = t.Value[r] + float64(part*(t.Value[l]-t.Value[r])) // not fused: see num.Mul
	}
}
