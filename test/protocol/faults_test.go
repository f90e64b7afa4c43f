package protocol_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	faultRow   = regexp.MustCompile(`(?m)^\| ([UDRSP]\d+) \|(.*)\|$`)
	faultTests = regexp.MustCompile(`(pkg/[a-z/]+|lab(?:/[a-z]+)?|test/protocol): |((?:Test|Fuzz)[A-Za-z0-9]+)(?:/([^;|]+))?|(spec/vectors/[A-Za-z/]+\.json|test/signature/[a-z.]+\.mjs|tools/suites/[a-z.]+\.mjs|src/[A-Za-z/]+\.test\.tsx?)(?: "([^"]+)")?`)
)

// named matches the files that tests and their cases stand in.
var named = regexp.MustCompile(`(_test\.go|\.json|\.mjs|\.test\.tsx?)$`)

// A table that names tests which are gone would be worse than none.
func TestEveryFaultHasItsTest(t *testing.T) {
	table, err := os.ReadFile("FAULTS.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]bool{}
	for _, row := range faultRow.FindAllStringSubmatch(string(table), -1) {
		rows[row[1]] = true
		where, named := "", 0
		for _, part := range faultTests.FindAllStringSubmatch(row[2], -1) {
			switch {
			case part[1] != "":
				where = part[1]
				continue
			case part[4] != "":
				holds(t, row[1], part[4], part[5])
				if _, err := os.Stat(filepath.Join("..", "..", part[4])); err != nil {
					t.Errorf("%s names %s; want a file that is there", row[1], part[4])
				}
			default:
				holds(t, row[1], where, "func "+part[2]+"(")
				holds(t, row[1], where, strings.TrimSpace(part[3]))
			}
			named++
		}
		if named == 0 {
			t.Errorf("%s names no test; want one that fails without its guard", row[1])
		}
	}
	for letter, n := range map[string]int{"U": 17, "D": 20, "R": 24, "S": 19} {
		for i := range n {
			if id := letter + strconv.Itoa(i+1); !rows[id] {
				t.Errorf("%s is not in the table", id)
			}
		}
	}
}

// A guard stands where its list says, and the row that it belongs to names its test: else nobody would
// notice that the nightly run no longer removes it.
func TestEveryGuardStandsInItsFile(t *testing.T) {
	text, err := os.ReadFile("../mutation/guards/guards.json")
	if err != nil {
		t.Fatal(err)
	}
	var guards []struct{ Row, File, Was, Test string }
	if err := json.Unmarshal(text, &guards); err != nil || len(guards) == 0 {
		t.Fatalf("%d guards, %v; want some", len(guards), err)
	}
	table, err := os.ReadFile("FAULTS.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]string{}
	for _, row := range faultRow.FindAllStringSubmatch(string(table), -1) {
		rows[row[1]] = row[2]
	}
	for _, g := range guards {
		source, err := os.ReadFile(filepath.Join("..", "..", g.File))
		if n := strings.Count(string(source), g.Was); err != nil || n != 1 {
			t.Errorf("%s: %q stands %d times in %s (%v); want once", g.Row, g.Was, n, g.File, err)
		}
		if test, _, _ := strings.Cut(g.Test, "/"); test != "TestVectors" && !strings.Contains(rows[g.Row], test) {
			t.Errorf("%s names no %s, which guards.json has for it", g.Row, test)
		}
	}
}

// holds checks that a file, or a test file of a folder (and of those below), has a text.
func holds(t *testing.T, id, where, text string) {
	t.Helper()
	if text == "" {
		return
	}
	found := false
	err := filepath.WalkDir(filepath.Join("..", "..", where), func(path string, entry os.DirEntry, err error) error {
		if err != nil || found || entry.IsDir() || !named.MatchString(path) {
			return err
		}
		content, err := os.ReadFile(path)
		found = strings.Contains(string(content), text)
		return err
	})
	if err != nil || !found {
		t.Errorf("%s: %s has no %q (%v); want the test that the table names", id, where, text, err)
	}
}
