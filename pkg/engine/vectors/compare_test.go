package vectors

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
)

// specials are the numbers that JSON cannot write, as vector files write them.
var specials = map[string]float64{
	"NaN": math.NaN(), "Infinity": math.Inf(1), "-Infinity": math.Inf(-1), "-0": math.Copysign(0, -1),
}

// inputs gives a case's inputs by name. Twin: Inputs in src/engine/vectors/runner.ts.
type inputs struct {
	t    *testing.T
	json map[string]json.RawMessage
}

func (in inputs) has(name string) bool { return in.json[name] != nil }

func (in inputs) number(name string) float64 {
	in.t.Helper()
	x, ok := decode(in.t, in.json[name]).(float64)
	if !ok {
		in.t.Fatalf("%s = %s; want a number", name, in.json[name])
	}
	return x
}

func (in inputs) integer(name string) int64 { return int64(in.number(name)) }

func (in inputs) truth(name string) bool {
	in.t.Helper()
	b, ok := decode(in.t, in.json[name]).(bool)
	if !ok {
		in.t.Fatalf("%s = %s; want true or false", name, in.json[name])
	}
	return b
}

func (in inputs) numbers(name string) []float64 {
	in.t.Helper()
	items, ok := decode(in.t, in.json[name]).([]any)
	if !ok {
		in.t.Fatalf("%s = %s; want a list of numbers", name, in.json[name])
	}
	return toFloats(in.t, items)
}

func (in inputs) rows(name string) [][]float64 {
	in.t.Helper()
	items, ok := decode(in.t, in.json[name]).([]any)
	if !ok {
		in.t.Fatalf("%s = %s; want a list of rows", name, in.json[name])
	}
	rows := make([][]float64, len(items))
	for i, item := range items {
		rows[i] = toFloats(in.t, item.([]any))
	}
	return rows
}

// raw gives the JSON text of anything else.
func (in inputs) raw(name string) json.RawMessage { return in.json[name] }

func toFloats(t *testing.T, items []any) []float64 {
	t.Helper()
	floats := make([]float64, len(items))
	for i, item := range items {
		x, ok := item.(float64)
		if !ok {
			t.Fatalf("item %d = %v; want a number", i, item)
		}
		floats[i] = x
	}
	return floats
}

// decode reads JSON with the special words turned into numbers; nil for an absent key.
func decode(t *testing.T, raw json.RawMessage) any {
	t.Helper()
	if raw == nil {
		return nil
	}
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return withSpecials(v)
}

func withSpecials(v any) any {
	switch v := v.(type) {
	case string:
		if x, ok := specials[v]; ok {
			return x
		}
	case []any:
		for i := range v {
			v[i] = withSpecials(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = withSpecials(v[key])
		}
	}
	return v
}

func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// flatten puts the leaves of a result under their paths, such as "coefficients[3]"; the path
// of a bare number is "". Twin: src/engine/vectors/flatten.ts.
func flatten(result any, path string, into map[string]any) map[string]any {
	switch v := result.(type) {
	case []float64:
		into[path+".length"] = float64(len(v))
		for i, x := range v {
			into[fmt.Sprintf("%s[%d]", path, i)] = x
		}
	case []any:
		into[path+".length"] = float64(len(v))
		for i, item := range v {
			flatten(item, fmt.Sprintf("%s[%d]", path, i), into)
		}
	case map[string]any:
		for part, value := range v {
			flatten(value, strings.TrimPrefix(path+"."+part, "."), into)
		}
	default:
		into[path] = v
	}
	return into
}

// compare returns what is wrong with got, a sentence a leaf, and whether a pin would mend
// it: that is, whether all of got is within tol of want.
func compare(got, want, tol, pin any) (wrong []string, pinnable bool) {
	gots, wants := flatten(got, "", map[string]any{}), flatten(want, "", map[string]any{})
	pins := wants
	if pin != nil {
		pins = flatten(pin, "", map[string]any{})
	}
	missing, extra := pathsWithout(wants, gots), pathsWithout(gots, wants)
	if len(missing)+len(extra) > 0 {
		return []string{fmt.Sprintf("shape: missing %q; not wanted %q", missing, extra)}, false
	}
	paths := slices.Sorted(maps.Keys(gots))
	tols := flatten(tol, "", map[string]any{})
	var different []string
	for _, path := range paths {
		allowed, ok := tols[path].(float64)
		if !ok {
			allowed, _ = tols[""].(float64)
		}
		switch {
		case !isNear(gots[path], wants[path], allowed):
			wrong = append(wrong, fmt.Sprintf("right: %s = %v; want %v ± %v", path, gots[path], wants[path], allowed))
		case !isSame(gots[path], pins[path]):
			different = append(different, fmt.Sprintf("same: %s = %v; want the bits of %v", path, gots[path], pins[path]))
		}
	}
	return append(wrong, different...), len(wrong) == 0
}

// pathsWithout lists the paths of leaves that others lack.
func pathsWithout(leaves, others map[string]any) []string {
	var paths []string
	for _, path := range slices.Sorted(maps.Keys(leaves)) {
		if _, found := others[path]; !found {
			paths = append(paths, path)
		}
	}
	return paths
}

func isNear(got, want any, tol float64) bool {
	g, gotNumber := got.(float64)
	w, wantNumber := want.(float64)
	return isSame(got, want) || gotNumber && wantNumber && math.Abs(g-w) <= tol
}

// isSame compares numbers by their bits, but any NaN with any NaN.
func isSame(a, b any) bool {
	x, xNumber := a.(float64)
	y, yNumber := b.(float64)
	if xNumber && yNumber {
		return math.Float64bits(x) == math.Float64bits(y) || x != x && y != y
	}
	return a == b
}

// pinLine is the value of a case as JSON, for spec/oracle/pin.py.
func pinLine(path, name string, got any) string {
	line, err := json.Marshal(map[string]any{"file": path, "case": name, "pin": encodable(got)})
	if err != nil {
		return err.Error()
	}
	return string(line)
}

// encodable returns v with the numbers that JSON cannot write as words.
func encodable(v any) any {
	switch v := v.(type) {
	case float64:
		for word, special := range specials {
			if isSame(v, special) {
				return word
			}
		}
	case []float64:
		items := make([]any, len(v))
		for i, x := range v {
			items[i] = encodable(x)
		}
		return items
	case []any:
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = encodable(item)
		}
		return items
	case map[string]any:
		parts := make(map[string]any, len(v))
		for part, value := range v {
			parts[part] = encodable(value)
		}
		return parts
	}
	return v
}
