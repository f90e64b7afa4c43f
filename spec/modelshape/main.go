// Command modelshape prints spec/model.json: the fields of a model's JSON and their types,
// read from the Go engine's own. Both engines check a model that they read against it.
//
//	go run ./spec/modelshape > spec/model.json
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"

	"github.com/tidemark/tidemark/pkg/engine"
)

func main() {
	if _, err := os.Stdout.WriteString(text()); err != nil {
		fmt.Fprintln(os.Stderr, "modelshape:", err)
		os.Exit(1)
	}
}

func text() string {
	out, err := json.MarshalIndent(shapeOf(reflect.TypeFor[engine.Model]()), "", "  ")
	if err != nil {
		return err.Error()
	}
	return string(out) + "\n"
}

// shapeOf names a number, an integer, a truth or a text by a word; a list holds the shape of
// its items, an object those of its fields, whose names end in ? if they may be absent, and
// {"?": shape} may be null.
func shapeOf(t reflect.Type) any {
	switch t.Kind() {
	case reflect.Float64:
		return "number"
	case reflect.Int, reflect.Int64:
		return "integer"
	case reflect.Bool:
		return "boolean"
	case reflect.Slice:
		return []any{shapeOf(t.Elem())}
	case reflect.Pointer:
		return map[string]any{"?": shapeOf(t.Elem())}
	case reflect.Struct:
		return fieldsOf(t)
	}
	return "string"
}

// present returns what a field that may be absent holds where it is not.
func present(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

func fieldsOf(t reflect.Type) map[string]any {
	fields := map[string]any{}
	for f := range t.Fields() {
		name, option, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "":
		case option == "omitempty":
			fields[name+"?"] = shapeOf(present(f.Type))
		default:
			fields[name] = shapeOf(f.Type)
		}
	}
	return fields
}
