// Package layers holds Go's layers, as eslint.config.mjs holds those of TypeScript: what may import what, and how
// long a function and a file may be. It reads the sources, so that it costs a second.
package layers

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	module = "github.com/tidemark/tidemark/"
	sdk    = "github.com/grafana/"
)

// A rule forbids the packages below folder to import any of the packages below one of these paths.
type rule struct {
	folder, because string
	never           []string
}

// stages of the engine, in their order: a stage may import from stages before it only.
var stages = []string{
	"spec", "clean", "features", "tree", "neural", "fit", "pooled", "adapt", "band", "detect", "outliers", "forecast", "explain", "evaluate",
}

// tools are what every stage may use; they know no stage.
var tools = []string{"fault", "num", "series", "notice", "jsontext", "shape", "zone", "holiday"}

func rules() []rule {
	out := []rule{
		{"pkg/engine", "the engine knows nothing of Grafana, of queries or of frames", []string{sdk, module + "pkg/query", module + "pkg/plugin", module + "pkg/frames", module + "cli"}},
		{"pkg/frames", "frames know the engine alone", []string{module + "pkg/query", module + "pkg/plugin", module + "cli"}},
		{"pkg/query", "queries are the plugin's, not the other way round", []string{module + "pkg/plugin", module + "cli"}},
		{"pkg", "the plugin is shipped; the lab, the command line and the tests are not", []string{module + "lab", module + "cli", module + "test"}},
	}
	for i, stage := range stages {
		out = append(out, rule{"pkg/engine/" + stage, "a stage imports from stages before it only: " + strings.Join(stages, " → "), under(stages[i+1:])})
	}
	for _, tool := range tools {
		out = append(out, rule{"pkg/engine/" + tool, "what every stage uses knows no stage", under(stages)})
	}
	return out
}

func under(names []string) []string {
	var out []string
	for _, name := range names {
		out = append(out, module+"pkg/engine/"+name)
	}
	return out
}

func (r rule) forbids(file, path string) bool {
	return isBelow(file, r.folder) && slices.ContainsFunc(r.never, func(never string) bool { return isBelow(path, never) })
}

func isBelow(path, folder string) bool {
	return strings.HasPrefix(path, strings.TrimSuffix(folder, "/")+"/") || path == folder
}

func TestImportsGoDownwards(t *testing.T) {
	broken := func(file, path string) string {
		for _, r := range rules() {
			if r.forbids(file, path) {
				return r.because
			}
		}
		return ""
	}
	for _, s := range sources(t, "pkg") {
		for _, imported := range s.syntax.Imports {
			path, err := strconv.Unquote(imported.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if why := broken(s.path, path); why != "" && !s.isTest() {
				t.Errorf("%s imports %s; %s", s.path, path, why)
			}
		}
	}
	for file, path := range map[string]string{ // each kind of arrow upwards is told
		"pkg/engine/fit/x.go": sdk + "grafana-plugin-sdk-go/data", "pkg/engine/x.go": module + "pkg/frames", "pkg/engine/band/x.go": module + "pkg/engine/detect",
		"pkg/engine/num/x.go": module + "pkg/engine/spec", "pkg/query/work/x.go": module + "pkg/plugin", "pkg/frames/x.go": module + "pkg/query/trace", "pkg/plugin/x.go": module + "cli/table",
	} {
		if broken(file, path) == "" {
			t.Errorf("%s may import %s; want a rule against it", file, path)
		}
	}
}

// Every package of the engine has its place, so that a new one cannot be forgotten.
func TestEveryEnginePackageHasAPlace(t *testing.T) {
	for _, s := range sources(t, "pkg/engine") {
		name := filepath.Base(filepath.Dir(s.path))
		if name != "engine" && name != "vectors" && !slices.Contains(stages, name) && !slices.Contains(tools, name) {
			t.Errorf("%s is in no stage; add %s to stages, or to tools that know no stage", s.path, name)
		}
	}
}

// The sizes of eslint.config.mjs: lines without those that are blank or comment alone.
const mostFunctionLines, mostTestLines, mostFileLines = 60, 80, 300

func TestFunctionsFitAScreen(t *testing.T) {
	for _, folder := range []string{"pkg", "cli", "lab", "spec", "test"} {
		for _, s := range sources(t, folder) {
			most := mostFunctionLines
			if s.isTest() {
				most = mostTestLines
			} else if n := s.code(s.syntax); n > mostFileLines {
				t.Errorf("%s has %d lines; want at most %d", s.path, n, mostFileLines)
			}
			for _, declared := range s.syntax.Decls {
				if f, ok := declared.(*ast.FuncDecl); ok && s.code(f) > most {
					t.Errorf("%s: %s has %d lines; want at most %d", s.path, f.Name.Name, s.code(f), most)
				}
			}
		}
	}
}

type source struct {
	path   string // from the repository, with slashes
	files  *token.FileSet
	syntax *ast.File
}

func (s source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }

// code counts the lines of a node that hold a token; comments are not parsed.
func (s source) code(node ast.Node) int {
	lines := map[int]bool{}
	ast.Inspect(node, func(n ast.Node) bool {
		if n == nil {
			return false
		}
		lines[s.files.Position(n.Pos()).Line] = true
		lines[s.files.Position(n.End()-1).Line] = true
		return true
	})
	return len(lines)
}

// sources are the Go files below a folder of the repository.
func sources(t *testing.T, folder string) []source {
	t.Helper()
	const root = "../.."
	var out []source
	err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		s := source{files: token.NewFileSet()}
		if s.syntax, err = parser.ParseFile(s.files, path, nil, parser.SkipObjectResolution); err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		s.path = filepath.ToSlash(name)
		out = append(out, s)
		return err
	})
	if err != nil || len(out) == 0 {
		t.Fatalf("%d Go files below %s, %v; want some", len(out), folder, err)
	}
	return out
}
