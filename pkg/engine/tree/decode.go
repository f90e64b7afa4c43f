package tree

import (
	"encoding/json"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// DecodeEnsemble reads the JSON of an Ensemble, and refuses one whose answers could run for
// ever or beyond a list.
//
// Errors: tree/not-json, tree/wrong-version, tree/bad-model. Twin: decodeEnsemble.
func DecodeEnsemble(text []byte) (*Ensemble, error) {
	var e Ensemble
	if err := json.Unmarshal(text, &e); err != nil {
		return nil, fault.New("tree/not-json", "tree: not the JSON of an ensemble (%v); want what this engine wrote", err)
	}
	if err := e.Check(); err != nil {
		return nil, err
	}
	return &e, nil
}

// DecodeClassifier reads the JSON of a Classifier as DecodeEnsemble does.
//
// Errors: tree/not-json, tree/wrong-version, tree/bad-model. Twin: decodeClassifier.
func DecodeClassifier(text []byte) (*Classifier, error) {
	var c Classifier
	if err := json.Unmarshal(text, &c); err != nil {
		return nil, fault.New("tree/not-json", "tree: not the JSON of a classifier (%v); want what this engine wrote", err)
	}
	if err := checkVersion(c.Version); err != nil {
		return nil, err
	}
	if err := c.Tree.check(c.Cols); err != nil {
		return nil, err
	}
	for node, v := range c.Tree.Value {
		if math.Floor(v) != v || v < 0 || v >= float64(c.Classes) {
			return nil, badModel("node %d answers class %v of %d", node, v, c.Classes)
		}
	}
	return &c, nil
}

// Check says whether an ensemble that was decoded can be asked.
//
// Errors: tree/wrong-version, tree/bad-model. Twin: checkEnsemble.
func (e *Ensemble) Check() error {
	if err := checkVersion(e.Version); err != nil {
		return err
	}
	for k := range e.Trees {
		if err := e.Trees[k].check(e.Cols); err != nil {
			return err
		}
	}
	return nil
}

func checkVersion(version int) error {
	if version != Version {
		return fault.New("tree/wrong-version", "tree: version %d; this engine reads %d. Train the model again.", version, Version)
	}
	return nil
}

// check refuses lists of unequal lengths, features that no column has, and children that
// do not come after their parent: these could make a path a circle.
func (t *Tree) check(cols int) error {
	n := len(t.Feature)
	for _, length := range []int{len(t.Threshold), len(t.MissingLeft), len(t.Left), len(t.Right), len(t.Value), len(t.Gain), len(t.Rows)} {
		if length != n || n == 0 {
			return badModel("lists of %d and %d nodes", n, length)
		}
	}
	for node, j := range t.Feature {
		l, r := t.Left[node], t.Right[node]
		if j == leaf {
			continue
		}
		if j < 0 || j >= cols {
			return badModel("node %d asks for feature %d of %d", node, j, cols)
		}
		if l <= node || l >= n || r <= node || r >= n {
			return badModel("node %d of %d has the children %d and %d", node, n, l, r)
		}
	}
	return nil
}

func badModel(format string, args ...any) error {
	return fault.New("tree/bad-model", "tree: "+format+"; want a model that this engine wrote. Train it again.", args...)
}
