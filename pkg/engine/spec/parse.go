package spec

import (
	"encoding/json"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/jsontext"
	"github.com/tidemark/tidemark/pkg/engine/notice"
)

// Limits on a document; a real spec has some 2 KiB and five levels.
const (
	maxBytes = 64 << 10
	maxDepth = 16
)

// Parse validates a JSON document against spec/schema.json, migrates older versions, and
// fills in defaults, so that "{}" is a good spec. Unknown fields are kept, with a notice.
//
// Errors: spec/too-large, spec/not-json, spec/not-an-object, spec/too-deep,
// spec/newer-version, spec/wrong-type, spec/not-one-of, spec/out-of-range,
// spec/missing-field, spec/bad-duration, spec/bad-time, spec/unknown-timezone,
// spec/bad-calendar.
// Twin: parseSpecText in src/engine/spec/parse.ts.
func Parse(text []byte) (Spec, []notice.Notice, error) {
	if len(text) > maxBytes {
		return Spec{}, nil, fault.New("spec/too-large", "spec: %d bytes; want at most %d", len(text), maxBytes)
	}
	if jsontext.NestsDeeperThan(maxDepth, text) {
		return Spec{}, nil, tooDeep()
	}
	var raw any
	if err := json.Unmarshal(text, &raw); err != nil {
		return Spec{}, nil, fault.New("spec/not-json", "spec: not JSON (%v); want one JSON object", err)
	}
	return parseValue(raw)
}

// parseValue is Parse for a decoded document, which it may change. Twin: parseSpec.
func parseValue(raw any) (Spec, []notice.Notice, error) {
	document, ok := raw.(map[string]any)
	if !ok {
		return Spec{}, nil, fault.New("spec/not-an-object", "spec: got %s; want a JSON object such as {}", typeName(raw))
	}
	if depth(document) > maxDepth {
		return Spec{}, nil, tooDeep()
	}
	notices, err := migrate(document)
	if err != nil {
		return Spec{}, nil, err
	}
	c := &checker{notices: notices}
	filled, err := c.check(root, document, "spec")
	if err != nil {
		return Spec{}, nil, err
	}
	spec, err := fromDocument(filled.(map[string]any))
	return spec, c.notices, err
}

func tooDeep() error {
	return fault.New("spec/too-deep", "spec: more than %d levels; want fewer", maxDepth)
}

// depth counts the levels of a document, but no further than needed.
func depth(value any) int {
	deepest := 0
	switch v := value.(type) {
	case map[string]any:
		for _, item := range v {
			deepest = max(deepest, depth(item))
		}
	case []any:
		for _, item := range v {
			deepest = max(deepest, depth(item))
		}
	default:
		return 0
	}
	return deepest + 1
}
