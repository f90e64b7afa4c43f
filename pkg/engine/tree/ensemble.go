package tree

// Version is the version of Ensemble and Classifier that this engine writes and reads.
const Version = 1

// Ensemble answers the sum of its trees' leaves. It is part of a model: plain data that
// serialises to JSON without loss.
type Ensemble struct {
	Version int     `json:"version"`
	Cols    int     `json:"cols"` // features of the design that it was grown on
	Base    float64 `json:"base"` // added to every answer
	Trees   []Tree  `json:"trees"`
}

// Answer returns the answer for row i of x, shape [Cols, n], column after column, in the
// target's unit; missing values go where the trees learnt. It allocates nothing.
// Twin: answerOf.
func (e *Ensemble) Answer(x []float64, n, i int) float64 {
	sum := e.Base
	for k := range e.Trees {
		t := &e.Trees[k]
		sum += t.Value[t.Leaf(x, n, i)]
	}
	return sum
}

// Effects adds to effects, shape [Cols], what each feature adds to the answer for row i,
// and returns the answer without them: along the path to a leaf, a feature adds the change
// of the mean at each node that asks for it. The sum of all is the answer, but for rounding.
// Source: Saabas (2014). Twin: effectsOf.
func (e *Ensemble) Effects(effects, x []float64, n, i int) float64 {
	base := e.Base
	for k := range e.Trees {
		t := &e.Trees[k]
		node := 0
		for t.Feature[node] != leaf {
			child := t.next(node, x[t.Feature[node]*n+i])
			effects[t.Feature[node]] += t.Value[child] - t.Value[node]
			node = child
		}
		base += t.Value[0]
	}
	return base
}

// Importance returns each feature's share of all gain, shape [Cols]; zeros if there is none.
// Twin: importanceOf.
func (e *Ensemble) Importance() []float64 {
	shares, total := make([]float64, e.Cols), 0.0
	for k := range e.Trees {
		t := &e.Trees[k]
		for node, j := range t.Feature {
			if j != leaf {
				shares[j] += t.Gain[node]
				total += t.Gain[node]
			}
		}
	}
	if total > 0 {
		for j := range shares {
			shares[j] /= total
		}
	}
	return shares
}
