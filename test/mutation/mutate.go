package main

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
)

// mutant is one change of the code.
type mutant struct{ where, was, becomes string }

// swaps are what an operator is replaced by.
var swaps = map[token.Token][]token.Token{
	token.LSS: {token.LEQ, token.GEQ}, token.LEQ: {token.LSS, token.GTR}, token.GTR: {token.GEQ, token.LEQ}, token.GEQ: {token.GTR, token.LSS},
	token.EQL: {token.NEQ}, token.NEQ: {token.EQL}, token.LAND: {token.LOR}, token.LOR: {token.LAND},
	token.ADD: {token.SUB}, token.SUB: {token.ADD}, token.MUL: {token.ADD}, token.QUO: {token.MUL},
}

// mutator puts all mutants of packages into their code, each asleep until its number is asked for.
type mutator struct {
	mutants []mutant
	files   *token.FileSet
	types   types.Info
	base    int // of the present file's positions
	source  string
}

// mutate returns the texts of a package's files, by path, with their mutants, numbered on
// from those before.
func (m *mutator) mutate(folder string) (map[string][]byte, error) {
	m.files, m.types = token.NewFileSet(), types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(m.files, path, nil, 0)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	config := types.Config{Importer: importer.ForCompiler(m.files, "source", nil)}
	if _, err := config.Check(folder, m.files, files, &m.types); err != nil {
		return nil, err
	}
	texts := map[string][]byte{}
	for _, file := range files {
		path := m.files.Position(file.Pos()).Filename
		if texts[path], err = m.mutateFile(path, file); err != nil {
			return nil, err
		}
	}
	return texts, nil
}

func (m *mutator) mutateFile(path string, file *ast.File) ([]byte, error) {
	source, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	m.source, m.base = string(source), m.files.File(file.Pos()).Base()
	before, out, at := len(m.mutants), "", file.FileStart
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil { // constants and types stay
			out += m.between(at, f.Body.Pos()) + m.inside(f.Body)
			at = f.Body.End()
		}
	}
	out += m.between(at, file.FileEnd)
	if len(m.mutants) > before {
		name := "package " + file.Name.Name + "\n"
		out = strings.Replace(out, name, name+"\nimport \""+asleepPath+"\"\n", 1)
	}
	return format.Source([]byte(out))
}

func (m *mutator) between(from, to token.Pos) string {
	return m.source[int(from)-m.base : int(to)-m.base]
}

// inside is the text of a node whose parts are mutated.
func (m *mutator) inside(n ast.Node) string {
	out, at := "", n.Pos()
	ast.Inspect(n, func(part ast.Node) bool {
		if part == nil || part == n {
			return part != nil
		}
		text, ok := m.mutated(part)
		if ok {
			out += m.between(at, part.Pos()) + text
			at = part.End()
		}
		return !ok
	})
	return out + m.between(at, n.End())
}

// text is that of a node which may be mutated as a whole.
func (m *mutator) text(n ast.Node) string {
	if text, ok := m.mutated(n); ok {
		return text
	}
	return m.inside(n)
}

// mutated is the text of a node with its mutants; false for one that has none of its own.
func (m *mutator) mutated(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		return m.operator(n)
	case *ast.CallExpr:
		name, ok := n.Fun.(*ast.Ident)
		if other := map[string]string{"min": "max", "max": "min"}; ok && other[name.Name] != "" {
			call := m.inside(n)
			return m.either("Value", call, other[name.Name]+strings.TrimPrefix(call, name.Name), name.Pos(), name.Name, other[name.Name]), true
		}
	case *ast.BlockStmt:
		return m.block(n), true
	}
	return "", false
}

// block is the text of a block; its statements may each be left out, but for those that
// declare something or leave the block.
func (m *mutator) block(n *ast.BlockStmt) string {
	out := "{\n"
	for _, s := range n.List {
		text := m.inside(s)
		switch s := s.(type) {
		case *ast.IncDecStmt, *ast.ExprStmt:
			text = m.skippable(s, text)
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE {
				text = m.skippable(s, text)
			}
		}
		out += text + "\n"
	}
	return out + "}"
}

func (m *mutator) skippable(s ast.Stmt, text string) string {
	return fmt.Sprintf("if asleep.Asleep(%d) {\n%s\n}", m.number(s.Pos(), m.between(s.Pos(), s.End()), "nothing"), text)
}

func (m *mutator) operator(n *ast.BinaryExpr) (string, bool) {
	if m.types.Types[n].Value != nil || swaps[n.Op] == nil { // a constant has no type of its own
		return "", false
	}
	x, y := m.text(n.X), m.text(n.Y)
	now, kind := x+" "+n.Op.String()+" "+y, "Value"
	if n.Op == token.LAND || n.Op == token.LOR { // what is on the right may only hold if what is on the left does
		kind = "Lazy"
	}
	for _, op := range swaps[n.Op] {
		now = m.either(kind, now, x+" "+op.String()+" "+y, n.OpPos, n.Op.String(), op.String())
	}
	return now, true
}

// either is a call that gives the first expression while the mutant sleeps, else the second.
func (m *mutator) either(kind, was, becomes string, at token.Pos, from, to string) string {
	if kind == "Lazy" {
		was, becomes = "func() bool { return "+was+" }", "func() bool { return "+becomes+" }"
	}
	return fmt.Sprintf("asleep.%s(%d, %s, %s)", kind, m.number(at, from, to), was, becomes)
}

// number gives a mutant its number.
func (m *mutator) number(at token.Pos, from, to string) int {
	m.mutants = append(m.mutants, mutant{m.files.Position(at).String(), from, to})
	return len(m.mutants)
}
