package query_test

import (
	"encoding/json"
	"os"
	"reflect"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
)

// The twin of this test is in src/datasource/migrate.test.ts, over the same file.
func TestEveryStoredQueryIsRead(t *testing.T) {
	text, err := os.ReadFile("../../test/query/versions.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Count int
		Cases []struct {
			Name         string
			Stored, Want json.RawMessage
			Error        string
		}
	}
	if err := json.Unmarshal(text, &file); err != nil || file.Count != len(file.Cases) {
		t.Fatalf("versions.json: %d cases, %v; want the %d it promises", len(file.Cases), err, file.Count)
	}
	for _, tt := range file.Cases {
		t.Run(tt.Name, func(t *testing.T) {
			got, err := query.Parse(tt.Stored)
			if fault.Code(err) != tt.Error {
				t.Fatalf("Parse(%s) = %q (%v); want %q", tt.Stored, fault.Code(err), err, tt.Error)
			}
			if err != nil {
				return
			}
			if want := tree(t, tt.Want); !reflect.DeepEqual(tree(t, stored(t, got)), want) {
				t.Errorf("Parse(%s) = %s; want %s", tt.Stored, stored(t, got), tt.Want)
			}
			again, err := query.Parse(stored(t, got))
			if err != nil || !reflect.DeepEqual(tree(t, stored(t, again)), tree(t, tt.Want)) {
				t.Errorf("Parse of what it gave = %s, %v; want the same once more", stored(t, again), err)
			}
		})
	}
}

// stored is a query as JSON, without the uid that an upstream Prometheus has none of.
func stored(t *testing.T, q query.Query) json.RawMessage {
	t.Helper()
	upstream := map[string]any{"query": q.Upstream.Query}
	if q.Upstream.UID != "" {
		upstream["uid"] = q.Upstream.UID
	}
	text, err := json.Marshal(map[string]any{"schemaVersion": q.SchemaVersion, "upstream": upstream, "spec": q.Spec, "output": q.Output})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func tree(t *testing.T, text json.RawMessage) (node any) {
	t.Helper()
	if err := json.Unmarshal(text, &node); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return node
}
