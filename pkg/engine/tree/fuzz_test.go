package tree_test

import (
	"math"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/tree"
)

// FuzzDecode reads any bytes as models: they are refused with a code, or answer without a
// panic and in the end.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"version":1,"cols":2,"base":1,"trees":[{"feature":[1,-1,-1],"threshold":[0.5,0,0],"missingLeft":[true,false,false],"left":[1,0,0],"right":[2,0,0],"value":[0,1,2],"gain":[3,0,0],"rows":[9,4,5]}]}`))
	f.Add([]byte(`{"version":1,"cols":1,"classes":2,"tree":{"feature":[-1],"threshold":[0],"missingLeft":[false],"left":[0],"right":[0],"value":[1],"gain":[0],"rows":[3]},"counts":[[1,2]]}`))
	f.Add([]byte(`{"version":1,"cols":-1,"trees":[{}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		e, err := tree.DecodeEnsemble(text)
		switch {
		case err != nil && fault.Code(err) == "uncoded":
			t.Errorf("DecodeEnsemble(%q) = %v; want a code", text, err)
		case err == nil && e.Cols <= 1000:
			x := make([]float64, 2*max(0, e.Cols))
			for j := 1; j < len(x); j += 2 {
				x[j] = math.NaN()
			}
			e.Answer(x, 2, 0)
			e.Effects(make([]float64, len(x)/2), x, 2, 1)
		}
		if c, err := tree.DecodeClassifier(text); err == nil && c.Cols <= 1000 {
			c.Class(make([]float64, max(0, c.Cols)), 1, 0)
		}
	})
}

func TestClassifierOfABadClassIsRefused(t *testing.T) {
	text := `{"version":1,"cols":1,"classes":2,"tree":{"feature":[-1],"threshold":[0],"missingLeft":[false],"left":[0],"right":[0],"value":[2],"gain":[0],"rows":[3]},"counts":[[1,2]]}`
	if _, err := tree.DecodeClassifier([]byte(text)); fault.Code(err) != "tree/bad-model" {
		t.Errorf("DecodeClassifier of class 2 of 2 = %v; want tree/bad-model", err)
	}
}
