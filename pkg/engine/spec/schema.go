package spec

import (
	"encoding/json"
	"regexp"
	"sort"

	specfiles "github.com/tidemark/tidemark/spec"
)

// schema is the part of JSON Schema that spec/schema.json uses. Each x- keyword is ours:
// x-duration is a duration or one of its words, x-time an instant, x-timezone an IANA name.
type schema struct {
	Type             string             `json:"type"`
	Enum             []any              `json:"enum"`
	OneOf            []*schema          `json:"oneOf"`
	Minimum          *float64           `json:"minimum"`
	Maximum          *float64           `json:"maximum"`
	ExclusiveMinimum *float64           `json:"exclusiveMinimum"`
	ExclusiveMaximum *float64           `json:"exclusiveMaximum"`
	MinLength        *int               `json:"minLength"`
	MaxLength        *int               `json:"maxLength"`
	MaxItems         *int               `json:"maxItems"`
	Pattern          string             `json:"pattern"`
	Required         []string           `json:"required"`
	Properties       map[string]*schema `json:"properties"`
	Items            *schema            `json:"items"`
	Default          any                `json:"default"`
	Duration         *durationRange     `json:"x-duration"`
	Time             bool               `json:"x-time"`
	Timezone         bool               `json:"x-timezone"`

	names   []string       // of Properties, sorted: both engines meet the same error first
	pattern *regexp.Regexp // of Pattern
}

// durationRange bounds a duration and lists the words that stand for none.
type durationRange struct {
	Words   []string `json:"words"`
	Minimum string   `json:"minimum"`
	Maximum string   `json:"maximum"`
}

// root is spec/schema.json, read once when the program starts.
var root = readSchema(specfiles.Schema)

// readSchema parses the embedded schema. A schema that cannot be read accepts nothing, so
// every test of this package fails on it.
func readSchema(text []byte) *schema {
	s := &schema{}
	if err := json.Unmarshal(text, s); err != nil {
		return &schema{Type: "unreadable schema.json: " + err.Error()}
	}
	s.prepare()
	return s
}

// prepare sorts the names and compiles the patterns of s and of all below it.
func (s *schema) prepare() {
	if s.Pattern != "" {
		s.pattern = regexp.MustCompile(s.Pattern)
	}
	for name, property := range s.Properties {
		s.names = append(s.names, name)
		property.prepare()
	}
	sort.Strings(s.names)
	for _, branch := range s.OneOf {
		branch.prepare()
	}
	if s.Items != nil {
		s.Items.prepare()
	}
}
