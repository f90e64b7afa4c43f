package prometheus

import (
	"fmt"
	"strings"

	"github.com/prometheus/prometheus/promql/parser"
)

// maxAmplified is how many times as long as it was a label may become. Calls within each other multiply:
// two dozen that double a label make an answer of a hundred megabytes.
const maxAmplified = 64

// refuseAmplified refuses an expression that would make labels longer than that. What can't be parsed is left
// to the engine, which says where.
func refuseAmplified(p parser.Parser, expr string) error {
	parsed, err := p.ParseExpr(expr)
	if err != nil {
		return nil
	}
	if n := amplified(parsed); n > maxAmplified {
		return fmt.Errorf("label_join and label_replace within each other make a label %.3g times as long; want at most %d times", n, maxAmplified)
	}
	return nil
}

// amplified is how many times as long as before a label of a node's may be.
func amplified(node parser.Node) float64 {
	most := 1.0
	for child := range parser.ChildrenIter(node) {
		most = max(most, amplified(child))
	}
	call, ok := node.(*parser.Call)
	if !ok {
		return most
	}
	switch call.Func.Name {
	case "label_join": // of its sources, the fourth argument and those after it
		return most * float64(max(1, len(call.Args)-3))
	case "label_replace": // of what its third argument refers to
		if text, ok := call.Args[2].(*parser.StringLiteral); ok {
			return most * float64(max(1, strings.Count(text.Val, "$")))
		}
	}
	return most
}
