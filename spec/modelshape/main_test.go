package main

import (
	"testing"

	"github.com/tidemark/tidemark/spec"
)

func TestModelShapeIsThatOfTheEngine(t *testing.T) {
	if got, want := string(spec.ModelShape), text(); got != want {
		t.Errorf("spec/model.json differs from pkg/engine's Model; run go run ./spec/modelshape > spec/model.json, and see that src/engine's agrees")
	}
}
