// Command guards removes each guard that guards.json names, one at a time, and says which of their
// tests pass without it: go run ./test/mutation/guards [row …]
package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed guards.json
var list []byte

// guard is a place of the code that a row of test/protocol/FAULTS.md rests on, and what it becomes
// without it.
type guard struct {
	Row, File, Was, Becomes, Package, Test string
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

func run(rows []string) error {
	var guards []guard
	if err := json.Unmarshal(list, &guards); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "guards")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	whole := map[string]error{} // what each test says with all guards in place
	tried, noticed := 0, 0
	for _, g := range guards {
		if len(rows) > 0 && !slices.Contains(rows, g.Row) {
			continue
		}
		tried++
		if _, known := whole[g.Package+g.Test]; !known {
			whole[g.Package+g.Test] = g.passes(dir)
		}
		err := whole[g.Package+g.Test]
		fails := false
		if err == nil {
			fails, err = g.fails(dir)
		}
		if err != nil {
			fmt.Printf("not tried: %s, %s: %v\n", g.Row, g.File, err)
			continue
		}
		if fails {
			noticed++
			fmt.Printf("noticed: %s, %s: %s\n", g.Row, g.File, g.Test)
			continue
		}
		fmt.Printf("not noticed: %s, %s: %s passes without %q\n", g.Row, g.File, g.Test, g.Was)
	}
	fmt.Printf("%d guards, %d noticed\n", tried, noticed)
	if noticed < tried || tried == 0 {
		return errors.New("a guard can be removed unseen, or none was tried")
	}
	return nil
}

// passes says why the guard's test does not pass with all guards in place.
func (g guard) passes(dir string) error {
	program := filepath.Join(dir, strings.ReplaceAll(g.Package, "/", "_"))
	if _, err := os.Stat(program); err != nil {
		if err := g.compile(program, ""); err != nil {
			return err
		}
	}
	if failed, text, err := g.test(program); failed || err != nil {
		return fmt.Errorf("%s fails with the guard in place: %w\n%s", g.Test, err, text)
	}
	return nil
}

// fails says whether the guard's test fails without it.
func (g guard) fails(dir string) (bool, error) {
	source, err := os.ReadFile(g.File)
	if err != nil {
		return false, err
	}
	if n := bytes.Count(source, []byte(g.Was)); n != 1 {
		return false, fmt.Errorf("%q stands %d times in the file; want once", g.Was, n)
	}
	path, err := filepath.Abs(g.File)
	if err != nil {
		return false, err
	}
	changed, overlay := filepath.Join(dir, "changed.go"), filepath.Join(dir, "overlay.json")
	text, _ := json.Marshal(map[string]any{"Replace": map[string]string{path: changed}})
	err = errors.Join(os.WriteFile(overlay, text, 0o600),
		os.WriteFile(changed, bytes.Replace(source, []byte(g.Was), []byte(g.Becomes), 1), 0o600))
	if err != nil {
		return false, err
	}
	program := filepath.Join(dir, "changed")
	if err := g.compile(program, overlay); err != nil {
		return false, err
	}
	failed, _, err := g.test(program)
	return failed, err
}

// compile makes a program of the tests of the guard's package.
func (g guard) compile(program, overlay string) error {
	out, err := exec.Command("go", "test", "-vet=off", "-overlay", overlay, "-c", "-o", program, "./"+g.Package).CombinedOutput()
	if err != nil {
		return fmt.Errorf("it does not compile: %w\n%s", err, out)
	}
	return nil
}

// patience ends a test that a missing guard lets go on for ever, and maxKiB one that takes all memory.
const (
	patience = "5m"
	maxKiB   = 3 << 20
)

// test runs the guard's test in a program of its package.
func (g guard) test(program string) (failed bool, text string, err error) {
	var pattern []string
	for _, part := range strings.Split(g.Test, "/") {
		pattern = append(pattern, "^"+part)
	}
	run := exec.Command("sh", "-c", `ulimit -d "$0" && exec "$@"`, fmt.Sprint(maxKiB), program,
		"-test.v", "-test.failfast", "-test.timeout", patience, "-test.run", strings.Join(pattern, "/"))
	run.Dir = g.Package
	out, err := run.CombinedOutput()
	var failure *exec.ExitError
	switch {
	case errors.As(err, &failure):
		return true, tail(out), nil
	case err == nil && !bytes.Contains(out, []byte("=== RUN   "+strings.Split(g.Test, "/")[0])):
		return false, "", fmt.Errorf("there is no test %s", g.Test)
	}
	return false, tail(out), err
}

// tail is the end of what a test says.
func tail(text []byte) string { return string(text[max(0, len(text)-2000):]) }
