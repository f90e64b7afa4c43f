package main

import (
	"os"
	"testing"

	"github.com/tidemark/tidemark/spec"
)

func TestTheDocumentTellsTheSchema(t *testing.T) {
	want, err := page(spec.Schema)
	if err != nil {
		t.Fatalf("page(schema.json) = %v", err)
	}
	got, err := os.ReadFile("../../docs/spec.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/spec.md is not what spec/schema.json says; repair: go run ./spec/options > docs/spec.md")
	}
}
