package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// schema is what of JSON Schema the spec's has and the page tells.
type schema struct {
	Type             string          `json:"type"`
	Description      string          `json:"description"`
	Default          json.RawMessage `json:"default"`
	Enum             []string        `json:"enum"`
	OneOf            []schema        `json:"oneOf"`
	Items            *schema         `json:"items"`
	Properties       properties      `json:"properties"`
	Minimum          *float64        `json:"minimum"`
	ExclusiveMinimum *float64        `json:"exclusiveMinimum"`
	Maximum          *float64        `json:"maximum"`
	ExclusiveMaximum *float64        `json:"exclusiveMaximum"`
	MaxItems         int             `json:"maxItems"`
	MaxLength        int             `json:"maxLength"`
	Duration         *struct {
		Words            []string `json:"words"`
		Minimum, Maximum string
	} `json:"x-duration"`
	IsTime bool `json:"x-time"`
	IsZone bool `json:"x-timezone"`
}

// properties are an object's fields in the order of the text, which a map would lose.
type properties []struct {
	Name   string
	Schema schema
}

// UnmarshalJSON reads an object's fields one after the other.
func (p *properties) UnmarshalJSON(text []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if _, err := decoder.Token(); err != nil {
		return err
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return err
		}
		var s schema
		if err := decoder.Decode(&s); err != nil {
			return err
		}
		*p = append(*p, struct {
			Name   string
			Schema schema
		}{name.(string), s})
	}
	return nil
}

// takes says which values a field has.
func takes(s schema) string {
	switch {
	case len(s.OneOf) > 0:
		return takesOne(s.OneOf)
	case len(s.Enum) > 0:
		return "`" + strings.Join(s.Enum, "`, `") + "`"
	case s.Duration != nil:
		return strings.Join(append(quoted(s.Duration.Words), s.Duration.Minimum+" … "+s.Duration.Maximum), ", ")
	case s.IsTime:
		return "RFC 3339"
	case s.IsZone:
		return "a zone"
	case s.Type == "array":
		return fmt.Sprintf("up to %d of: %s", s.MaxItems, takes(*s.Items))
	case s.Type == "object" && len(s.Properties) > 0:
		return "{" + strings.Join(fieldsOf(s.Properties), ", ") + "}"
	case s.Type == "object":
		return "an object"
	case s.Type == "string" && s.MaxLength > 0:
		return fmt.Sprintf("text, up to %d characters", s.MaxLength)
	case s.Type == "string":
		return "text"
	}
	return strings.TrimSpace(s.Type + " " + limits(s))
}

func fieldsOf(fields properties) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = "`" + f.Name + "`: " + takes(f.Schema)
	}
	return out
}

func takesOne(branches []schema) string {
	out := make([]string, len(branches))
	for i, s := range branches {
		out[i] = takes(s)
	}
	return strings.Join(out, "; or ")
}

func quoted(words []string) []string {
	out := make([]string, len(words))
	for i, word := range words {
		out[i] = "`" + word + "`"
	}
	return out
}

// limits gives a number's bounds, as "0.5 … 0.995", "> 0 … 1" or "≥ 0".
func limits(s schema) string {
	low, high := "", ""
	switch {
	case s.ExclusiveMinimum != nil:
		low = fmt.Sprintf("> %v", *s.ExclusiveMinimum)
	case s.Minimum != nil:
		low = fmt.Sprint(*s.Minimum)
	}
	switch {
	case s.ExclusiveMaximum != nil:
		high = fmt.Sprintf("< %v", *s.ExclusiveMaximum)
	case s.Maximum != nil:
		high = fmt.Sprintf("%.16g", *s.Maximum)
	}
	switch {
	case low == "":
		return high
	case high == "":
		return "≥ " + low
	}
	return low + " … " + high
}
