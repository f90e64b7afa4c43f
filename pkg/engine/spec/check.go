package spec

import (
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/notice"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// checker walks a value beside its schema.
type checker struct{ notices []notice.Notice }

// check returns a copy of value with the schema's defaults filled in. The order of checks
// is part of the contract: both engines report the same fault of a value with many.
func (c *checker) check(s *schema, value any, path string) (any, error) {
	if len(s.OneOf) > 0 {
		branch := branchFor(s.OneOf, value)
		if branch == nil {
			return nil, fault.New("spec/not-one-of", "spec: %s has none of the shapes it may have; see its description in spec/schema.json", path)
		}
		return c.check(branch, value, path)
	}
	if s.Type != "" && !hasType(s.Type, value) {
		return nil, fault.New("spec/wrong-type", "spec: %s is %s; want %s", path, typeName(value), s.Type)
	}
	if len(s.Enum) > 0 && !isOneOf(s.Enum, value) {
		return nil, fault.New("spec/not-one-of", "spec: %s is %s; want one of %s", path, fault.Short(fmt.Sprint(value)), listed(s.Enum))
	}
	switch v := value.(type) {
	case float64:
		return v, checkNumber(s, v, path)
	case string:
		return v, checkText(s, v, path)
	case []any:
		return c.checkArray(s, v, path)
	case map[string]any:
		return c.checkObject(s, v, path)
	}
	return value, nil
}

func listed(values []any) string {
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = fmt.Sprint(value)
	}
	return strings.Join(texts, ", ")
}

// branchFor picks the one branch whose type fits and, of objects, whose required fields
// are all there; nil if there is none or more than one.
func branchFor(branches []*schema, value any) *schema {
	var found *schema
	for _, branch := range branches {
		if !hasType(branch.Type, value) || !hasAll(branch.Required, value) {
			continue
		}
		if found != nil {
			return nil
		}
		found = branch
	}
	return found
}

func hasAll(names []string, value any) bool {
	object, _ := value.(map[string]any)
	for _, name := range names {
		if _, ok := object[name]; !ok {
			return false
		}
	}
	return true
}

func hasType(want string, value any) bool {
	got := typeName(value)
	if want == "integer" {
		v, ok := value.(float64)
		return ok && got == "number" && math.Floor(v) == v && math.Abs(v) <= 1<<53
	}
	return got == want
}

func typeName(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return "not a finite number"
		}
		return "number"
	case string:
		return "string"
	case []any:
		return "array"
	}
	return "object"
}

func isOneOf(choices []any, value any) bool {
	for _, choice := range choices {
		if choice == value {
			return true
		}
	}
	return false
}

func checkNumber(s *schema, v float64, path string) error {
	var want string
	switch {
	case s.Minimum != nil && v < *s.Minimum:
		want = fmt.Sprintf("at least %v", *s.Minimum)
	case s.Maximum != nil && v > *s.Maximum:
		want = fmt.Sprintf("at most %v", *s.Maximum)
	case s.ExclusiveMinimum != nil && v <= *s.ExclusiveMinimum:
		want = fmt.Sprintf("more than %v", *s.ExclusiveMinimum)
	case s.ExclusiveMaximum != nil && v >= *s.ExclusiveMaximum:
		want = fmt.Sprintf("less than %v", *s.ExclusiveMaximum)
	default:
		return nil
	}
	return fault.New("spec/out-of-range", "spec: %s is %v; want %s%s", path, v, want, shareRemedy(s, v))
}

// shareRemedy says what to write for a percentage where a share of points is wanted: a
// field that takes a half to 1.
func shareRemedy(s *schema, v float64) string {
	most := s.Maximum
	if most == nil {
		most = s.ExclusiveMaximum
	}
	if v > 1 && most != nil && *most <= 1 && s.Minimum != nil && *s.Minimum >= 0.5 {
		return ". It is a share: write 0.95 for 95 %."
	}
	return ""
}

func checkText(s *schema, v, path string) error {
	length := utf8.RuneCountInString(v)
	switch {
	case s.MinLength != nil && length < *s.MinLength:
		return fault.New("spec/out-of-range", "spec: %s has %d characters; want at least %d", path, length, *s.MinLength)
	case s.MaxLength != nil && length > *s.MaxLength:
		return fault.New("spec/out-of-range", "spec: %s has %d characters; want at most %d", path, length, *s.MaxLength)
	case s.Duration != nil:
		return checkDuration(s.Duration, v, path)
	case s.Time:
		_, err := InstantMs(v)
		return err
	case s.Timezone:
		_, err := zone.Load(v)
		return err
	case s.pattern != nil && !s.pattern.MatchString(v):
		return fault.New("spec/bad-text", "spec: %s is %q; want text like %s", path, fault.Short(v), s.Pattern)
	}
	return nil
}

func (c *checker) checkArray(s *schema, v []any, path string) (any, error) {
	if s.MaxItems != nil && len(v) > *s.MaxItems {
		return nil, fault.New("spec/out-of-range", "spec: %s has %d items; want at most %d", path, len(v), *s.MaxItems)
	}
	out := make([]any, len(v))
	for i, item := range v {
		var err error
		if out[i], err = c.check(s.Items, item, path+"["+strconv.Itoa(i)+"]"); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// checkObject fills in defaults and keeps unknown fields, with a notice, so that a spec
// made by a newer version survives a round trip. An object whose schema names no fields,
// such as a regressor's query, is opaque.
func (c *checker) checkObject(s *schema, v map[string]any, path string) (any, error) {
	if s.Properties == nil {
		return v, nil
	}
	for _, name := range s.Required {
		if _, ok := v[name]; !ok {
			return nil, fault.New("spec/missing-field", "spec: %s has no field %q; want it set", path, name)
		}
	}
	out := make(map[string]any, len(s.names))
	for _, name := range s.names {
		property := s.Properties[name]
		value, ok := v[name]
		if !ok {
			if value = property.Default; value == nil {
				continue
			}
		}
		var err error
		if out[name], err = c.check(property, value, join(path, name)); err != nil {
			return nil, err
		}
	}
	c.keepUnknown(s, v, out, path)
	return out, nil
}

func (c *checker) keepUnknown(s *schema, v, out map[string]any, path string) {
	var unknown []string
	for name := range v {
		if s.Properties[name] == nil {
			unknown = append(unknown, name)
		}
	}
	sort.Strings(unknown)
	for _, name := range unknown {
		out[name] = v[name]
		c.notices = append(c.notices, notice.Notice{
			Code: "spec/unknown-field", Severity: notice.Warning,
			Text: fmt.Sprintf("spec: field %q is unknown and has no effect; check its spelling or upgrade.", join(path, name)),
		})
	}
}

// join names a field in messages; the spec itself has the path "spec".
func join(path, name string) string {
	if path == "spec" {
		return name
	}
	return path + "." + name
}
