// Package shape checks a model's JSON, field by field, against spec/model.json, so that both
// engines refuse the same texts. Twin: src/engine/shape/shape.ts.
package shape

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/jsontext"
	specfiles "github.com/tidemark/tidemark/spec"
)

// maxLevels of a model's JSON; a real one has eight.
const maxLevels = 16

// model is spec/model.json, read once when the program starts. A file that cannot be read
// is a shape that nothing has.
var model = read(specfiles.ModelShape)

func read(text []byte) any {
	var s any
	if err := json.Unmarshal(text, &s); err != nil {
		return "unreadable model.json: " + err.Error()
	}
	return s
}

// Parse reads JSON whose numbers are all doubles.
//
// Errors: model/too-deep, model/not-json. Twin: parseJson.
func Parse(text []byte) (any, error) {
	if jsontext.NestsDeeperThan(maxLevels, text) {
		return nil, fault.New("model/too-deep", "model: more than %d levels; want fewer", maxLevels)
	}
	var raw any
	if err := json.Unmarshal(text, &raw); err != nil {
		return nil, fault.New("model/not-json", "model: not JSON (%v); want what a model was written as", err)
	}
	return raw, nil
}

// Check compares a value of Parse with the shape of a model: every field is there, none is
// unknown, and each has its type.
//
// Errors: model/wrong-field. Twin: checkShape.
func Check(value any) error { return check(model, value, "model") }

func check(shape, value any, path string) error {
	switch s := shape.(type) {
	case []any:
		items, ok := value.([]any)
		if !ok {
			return wrong(path, "a list")
		}
		for i, item := range items {
			if err := check(s[0], item, path+"["+strconv.Itoa(i)+"]"); err != nil {
				return err
			}
		}
		return nil
	case map[string]any:
		if inner, nullable := s["?"]; nullable {
			if value == nil {
				return nil
			}
			return check(inner, value, path)
		}
		return checkFields(s, value, path)
	}
	if !hasType(shape, value) {
		return wrong(path, shape.(string))
	}
	return nil
}

func checkFields(shape map[string]any, value any, path string) error {
	fields, ok := value.(map[string]any)
	if !ok {
		return wrong(path, "an object")
	}
	known := map[string]bool{}
	for _, key := range sortedKeys(shape) {
		name, optional := strings.CutSuffix(key, "?")
		known[name] = true
		field, there := fields[name]
		if !there && optional {
			continue
		}
		if !there {
			return wrong(path+"."+name, "it set")
		}
		if err := check(shape[key], field, path+"."+name); err != nil {
			return err
		}
	}
	for _, name := range sortedKeys(fields) {
		if !known[name] {
			return wrong(path+"."+name, "no such field")
		}
	}
	return nil
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// hasType says whether a value has a type by its word; an integer is exact and within ±2^53.
func hasType(word, value any) bool {
	ok := false
	switch word {
	case "number":
		_, ok = value.(float64)
	case "integer":
		v, number := value.(float64)
		ok = number && math.Floor(v) == v && math.Abs(v) <= 1<<53
	case "boolean":
		_, ok = value.(bool)
	case "string":
		_, ok = value.(string)
	}
	return ok
}

func wrong(path, want string) error {
	return fault.New("model/wrong-field", "model: %s; want %s", path, want)
}
