// Package vectors holds the engine to the numbers of spec/vectors. Twin: src/engine/vectors.
package vectors

import (
	"encoding/json"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/spec"
)

// runner runs one function on a case. inputs are the case's input keys; a key that ends in
// "?" may be absent, and no other key is accepted. Twin: src/engine/vectors/runner.ts.
type runner struct {
	inputs []string
	run    func(inputs) (any, error)
}

// stages are the runners of all stages: a new stage adds its table here.
var stages = []map[string]runner{numRunners, fitRunners, neuralRunners, specRunners, zoneRunners, cleanRunners, featuresRunners, treeRunners, bandRunners, adaptRunners, detectRunners, outliersRunners, pooledRunners, forecastRunners, evaluateRunners, explainRunners, modelRunners, pipelineRunners}

type vectorFile struct {
	Function string                       `json:"function"`
	Source   string                       `json:"source"`
	Oracle   string                       `json:"oracle"`
	Count    int                          `json:"count"`
	Cases    []map[string]json.RawMessage `json:"cases"`
}

type functionEntry struct {
	TS      string   `json:"ts"`
	Go      string   `json:"go"`
	Vectors []string `json:"vectors"`
}

func TestRegistry(t *testing.T) {
	functions, runners := readFunctions(t), allRunners()
	if got, want := slices.Sorted(maps.Keys(runners)), slices.Sorted(maps.Keys(functions)); !slices.Equal(got, want) {
		t.Errorf("runners = %q; want those of spec/functions.json, %q", got, want)
	}
	var registered []string
	for _, entry := range functions {
		registered = append(registered, entry.Vectors...)
	}
	slices.Sort(registered)
	if paths := vectorPaths(t); !slices.Equal(registered, paths) {
		t.Errorf("spec/functions.json names %q; spec/vectors holds %q", registered, paths)
	}
}

func TestVectors(t *testing.T) {
	functions, runners := readFunctions(t), allRunners()
	for _, path := range vectorPaths(t) {
		t.Run(path, func(t *testing.T) {
			file := readVectors(t, path)
			runner, known := runners[file.Function]
			if !known || !slices.Contains(functions[file.Function].Vectors, path) {
				t.Fatalf("function = %q; want one with a runner, and this file in spec/functions.json", file.Function)
			}
			if file.Count == 0 || len(file.Cases) != file.Count {
				t.Fatalf("%d cases; want the %d that count promises, and at least 1", len(file.Cases), file.Count)
			}
			seen := map[string]bool{}
			for _, one := range file.Cases {
				name := text(one["name"])
				if name == "" || seen[name] {
					t.Errorf("case %q: want a name of its own", name)
				}
				seen[name] = true
				t.Run(name, func(t *testing.T) { runCase(t, path, runner, one) })
			}
		})
	}
}

func runCase(t *testing.T, path string, r runner, one map[string]json.RawMessage) {
	if stray := strayKeys(one, r); len(stray) > 0 {
		t.Fatalf("keys missing or unknown: %q", stray)
	}
	got, err := r.run(inputs{t: t, json: one})
	if want := text(one["error"]); want != "" {
		if fault.Code(err) != want {
			t.Errorf("error = %v, %q; want %q", err, fault.Code(err), want)
		}
		return
	}
	if err != nil {
		t.Fatalf("error = %v, %q; want a result", err, fault.Code(err))
	}
	wrong, pinnable := compare(got, decode(t, one["want"]), decode(t, one["tol"]), decode(t, one["pin"]))
	if len(wrong) == 0 {
		return
	}
	t.Error(strings.Join(wrong[:min(5, len(wrong))], "\n"))
	if pinnable { // spec/oracle/pin.py reads this line
		t.Logf("pin: %s", pinLine(path, text(one["name"]), got))
	}
}

// strayKeys lists the keys of a case that are missing, or that neither the format nor the
// runner knows.
func strayKeys(one map[string]json.RawMessage, r runner) []string {
	required, known := []string{"name"}, []string{}
	switch {
	case one["error"] != nil:
		required = append(required, "error")
	default:
		required = append(required, "want", "tol")
		known = append(known, "pin")
	}
	for _, key := range r.inputs {
		if optional, ok := strings.CutSuffix(key, "?"); ok {
			known = append(known, optional)
		} else {
			required = append(required, key)
		}
	}
	var stray []string
	for _, key := range required {
		if one[key] == nil {
			stray = append(stray, key)
		}
	}
	for key := range one {
		if !slices.Contains(required, key) && !slices.Contains(known, key) {
			stray = append(stray, key)
		}
	}
	return stray
}

func allRunners() map[string]runner {
	all := map[string]runner{}
	for _, stage := range stages {
		maps.Copy(all, stage)
	}
	return all
}

func readFunctions(t *testing.T) map[string]functionEntry {
	t.Helper()
	var functions map[string]functionEntry
	readStrict(t, "functions.json", &functions)
	return functions
}

func readVectors(t *testing.T, path string) vectorFile {
	t.Helper()
	var file vectorFile
	readStrict(t, strings.TrimPrefix(path, "spec/"), &file)
	return file
}

// readStrict decodes an embedded file and refuses keys that v does not know.
func readStrict(t *testing.T, path string, v any) {
	t.Helper()
	file, err := spec.Vectors.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	decoder := json.NewDecoder(file)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(v); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

func vectorPaths(t *testing.T) []string {
	t.Helper()
	var paths []string
	err := fs.WalkDir(spec.Vectors, "vectors", func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".json") {
			paths = append(paths, "spec/"+path)
		}
		return err
	})
	if err != nil || len(paths) == 0 {
		t.Fatalf("spec/vectors: %d files, %v; want at least one", len(paths), err)
	}
	slices.Sort(paths)
	return paths
}
