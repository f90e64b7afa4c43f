package plugin

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// hostileValues are what no field expects: JSON of every type, and numbers and texts at the
// ends of what a reader may take. The key names the value in a failure.
var hostileValues = map[string]string{
	"null": `null`, "true": `true`, "an empty text": `""`, "a text": `"x"`, "an empty list": `[]`, "an empty object": `{}`,
	"a list of null": `[null]`, "an object of null": `{"a":null}`, "zero": `0`, "negative": `-1`, "a fraction": `0.5`, "1e308": `1e308`, "-1e308": `-1e308`,
	"beyond doubles": `1e999`, "2^63": `9223372036854775808`, "NaN as text": `"NaN"`, "infinity as text": `"-Infinity"`, "NaN": `NaN`,
	"nested": strings.Repeat(`[`, 20) + strings.Repeat(`]`, 20), "nested objects": strings.Repeat(`{"a":`, 20) + `1` + strings.Repeat(`}`, 20),
	"9 KiB of text": `"` + strings.Repeat("long ", 1800) + `"`, "9 KiB of list": `[` + strings.Repeat(`"x",`, 2200) + `"x"]`,
	"no UTF-8": "\"\xff\xfe\xc3\"", "control characters": "\"a\\u0000\\u001b[31m\\u202e\"", "half a pair": `"\ud800"`, "HTML": `"<img src=x onerror=alert(1)>"`,
	"a path": `"../../etc/passwd"`, "a variable": `"${__data.fields[0]}"`, "prototypes": `{"__proto__":{"a":1},"constructor":{"prototype":1}}`,
	"one day": `"1d"`, "no time": `"0s"`, "long ago": `"0001-01-01T00:00:00Z"`,
}

// wrongTypes are the values that a field of a type can't hold, so that the refusal must name it.
var wrongTypes = map[string][]string{
	"null":   {"object", "array", "string", "number", "integer"},
	"true":   {"object", "array", "string", "number", "integer"},
	"1e308":  {"object", "array", "string"},
	"a text": {"object", "array", "number", "integer"},
}

// field is one leaf or branch of a JSON Schema, and a document in which it can stand.
type field struct {
	path   []string // of names; "0" is the first of a list
	schema map[string]any
}

func (f field) name() string { return strings.Join(f.path, ".") }

// wants says whether every shape that the field may have is of one of these types.
func (f field) wants(types []string) bool {
	for _, shape := range shapesOf(f.schema) {
		if kind, _ := shape["type"].(string); !slices.Contains(types, kind) {
			return false
		}
	}
	return true
}

func shapesOf(schema map[string]any) []map[string]any {
	branches, ok := schema["oneOf"].([]any)
	if !ok {
		return []map[string]any{schema}
	}
	var out []map[string]any
	for _, branch := range branches {
		out = append(out, branch.(map[string]any))
	}
	return out
}

// fieldsOf lists every field of a schema, in the order of their names.
func fieldsOf(schema map[string]any, path []string) []field {
	var out []field
	for _, shape := range shapesOf(schema) {
		properties, _ := shape["properties"].(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(properties)) {
			out = append(out, enter(properties[name].(map[string]any), append(slices.Clone(path), name))...)
		}
		if items, ok := shape["items"].(map[string]any); ok {
			out = append(out, enter(items, append(slices.Clone(path), "0"))...)
		}
	}
	return out
}

func enter(schema map[string]any, path []string) []field {
	return append([]field{{path, schema}}, fieldsOf(schema, path)...)
}

// document is the JSON of an object of the schema that holds a value at the path, beside what
// the objects on the way require.
func document(schema map[string]any, path []string, value string) string {
	if len(path) == 0 {
		return value
	}
	for _, shape := range shapesOf(schema) {
		if path[0] == "0" {
			if items, ok := shape["items"].(map[string]any); ok {
				return "[" + document(items, path[1:], value) + "]"
			}
			continue
		}
		properties, _ := shape["properties"].(map[string]any)
		child, ok := properties[path[0]].(map[string]any)
		if !ok {
			continue
		}
		fields := map[string]string{}
		required, _ := shape["required"].([]any)
		for _, name := range required {
			fields[name.(string)] = sample(properties[name.(string)].(map[string]any))
		}
		fields[path[0]] = document(child, path[1:], value)
		return objectOf(fields)
	}
	panic("the schema has no " + strings.Join(path, "."))
}

func objectOf(fields map[string]string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		parts = append(parts, `"`+name+`":`+fields[name])
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// sample is a value that a schema takes.
func sample(schema map[string]any) string {
	shape := shapesOf(schema)[0]
	for _, key := range []string{"default", "minimum"} {
		if value, ok := shape[key]; ok {
			text, _ := json.Marshal(value)
			return string(text)
		}
	}
	switch {
	case shape["x-duration"] != nil:
		return `"1h"`
	case shape["x-time"] != nil:
		return `"2026-01-01T00:00:00Z"`
	case shape["type"] == "number", shape["type"] == "integer":
		return `1`
	case shape["type"] == "object":
		return `{}`
	}
	return `"x"`
}

// extremesOf are the values at the ends of what a field takes.
func extremesOf(schema map[string]any) []string {
	var out []string
	for _, shape := range shapesOf(schema) {
		values, _ := shape["enum"].([]any)
		for _, key := range []string{"minimum", "maximum"} {
			values = append(values, shape[key])
		}
		if length, ok := shape["x-duration"].(map[string]any); ok {
			values = append(values, length["minimum"], length["maximum"])
		}
		for _, value := range values {
			if value != nil {
				text, _ := json.Marshal(value)
				out = append(out, string(text))
			}
		}
	}
	return out
}
