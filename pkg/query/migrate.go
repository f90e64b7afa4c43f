package query

import (
	"encoding/json"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// migrations[v] turns the fields of version v into those of version v+1. Each is pure and
// total: it must accept what any release has ever saved, since rules outlive releases.
var migrations = []func(map[string]json.RawMessage){
	0: unwrapExpression,
}

// migrate brings a query's JSON to SchemaVersion; JSON of this version comes back unchanged.
//
// Errors: query/bad-json, query/newer-version.
func migrate(raw json.RawMessage) (json.RawMessage, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil || fields == nil {
		return nil, fault.New("query/bad-json",
			"query: not a JSON object; want {upstream, spec, output}. Open the query in the editor and save it again.")
	}
	version, err := versionOf(fields)
	if err != nil {
		return nil, err
	}
	if version == SchemaVersion {
		return raw, nil
	}
	for ; version < SchemaVersion; version++ {
		migrations[version](fields)
	}
	fields["schemaVersion"], _ = json.Marshal(SchemaVersion)
	return json.Marshal(fields)
}

// versionOf is 0 for a query without schemaVersion: written by hand or by a provisioning file.
func versionOf(fields map[string]json.RawMessage) (int, error) {
	raw, ok := fields["schemaVersion"]
	if !ok {
		return 0, nil
	}
	var version int
	if err := json.Unmarshal(raw, &version); err != nil || version < 0 {
		return 0, fault.New("query/bad-json", "query: schemaVersion is %.40q; want a whole number up to %d.", raw, SchemaVersion)
	}
	if version > SchemaVersion {
		return 0, fault.New("query/newer-version",
			"query: schemaVersion is %d; this plugin knows versions up to %d. Update the plugin.", version, SchemaVersion)
	}
	return version, nil
}

// unwrapExpression reads the short form of version 0, {"expr": "up"}, in which the upstream
// could only be a Prometheus.
func unwrapExpression(fields map[string]json.RawMessage) {
	expr, ok := fields["expr"]
	if _, has := fields["upstream"]; has || !ok {
		return
	}
	inner := map[string]json.RawMessage{"expr": expr}
	if legend, ok := fields["legendFormat"]; ok {
		inner["legendFormat"] = legend
	}
	fields["upstream"], _ = json.Marshal(map[string]any{"query": inner})
}
