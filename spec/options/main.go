// Command options prints docs/spec.md: every field of the spec with its default, what it takes
// and what it is for, read from spec/schema.json.
//
//	go run ./spec/options > docs/spec.md
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/tidemark/tidemark/spec"
)

const head = `# The spec, field by field

Written by ` + "`go run ./spec/options > docs/spec.md`" + ` from [spec/schema.json](../spec/schema.json); a test fails where the two differ.
Durations are texts such as ` + "`90s`, `5m`, `1h`, `14d`, `8w`, `1y`" + `. Fields that are left out have their defaults, and ` + "`{}`" + `
is a good baseline. A field that does not exist is kept, has no effect, and gives a notice.
`

func main() {
	out, err := page(spec.Schema)
	if err == nil {
		_, err = os.Stdout.WriteString(out)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "options:", err)
		os.Exit(1)
	}
}

// page is the whole document of a schema: a table for each part, in the schema's order.
func page(text []byte) (string, error) {
	var root schema
	if err := json.Unmarshal(text, &root); err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString(head)
	var rest properties
	for _, part := range root.Properties {
		if len(part.Schema.Properties) == 0 {
			rest = append(rest, part)
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n%s\n", part.Name, part.Schema.Description)
		writeTable(&b, part.Name+".", part.Schema.Properties)
	}
	b.WriteString("\n## Beside the parts\n")
	writeTable(&b, "", rest)
	return b.String(), nil
}

func writeTable(b *strings.Builder, prefix string, fields properties) {
	b.WriteString("\n| field | default | takes | |\n|---|---|---|---|\n")
	writeRows(b, prefix, fields)
}

// writeRows gives a group of fields a row of its own, above theirs.
func writeRows(b *strings.Builder, prefix string, fields properties) {
	for _, f := range fields {
		s, name := f.Schema, prefix+f.Name
		if len(s.Properties) > 0 {
			fmt.Fprintf(b, "| `%s` | | | %s |\n", name, escape(s.Description))
			writeRows(b, name+".", s.Properties)
			continue
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", name, code(s.Default), takes(s), escape(s.Description))
	}
}

func code(value json.RawMessage) string {
	if len(value) == 0 {
		return "none"
	}
	return "`" + string(value) + "`"
}

func escape(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
