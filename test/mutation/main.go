// Command mutation changes the Go engine in one place at a time and says which changes no
// vector notices: go run ./test/mutation pkg/engine/band pkg/engine/detect
//
// All changes are compiled into one test program, asleep; a number wakes one. Its twin for
// TypeScript is test/mutation/typescript.mjs.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

const (
	asleepPath = "github.com/tidemark/tidemark/pkg/engine/asleep"
	tests      = "TestVectors/spec/vectors/(band|detect|pipeline)" // those that run through these packages
)

// asleep is the code of the package that the mutated files call.
const asleep = `// Package asleep wakes one mutant.
package asleep

import (
	"os"
	"strconv"
)

var awake, _ = strconv.Atoi(os.Getenv("MUTANT"))

func Asleep(number int) bool { return number != awake }

func Value[T any](number int, was, becomes T) T {
	if number == awake {
		return becomes
	}
	return was
}

func Lazy(number int, was, becomes func() bool) bool {
	if number == awake {
		return becomes()
	}
	return was()
}
`

func main() {
	if err := run(os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

func run(packages []string) error {
	dir, err := os.MkdirTemp("", "mutation")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	m := &mutator{}
	program, err := build(dir, packages, m)
	if err != nil {
		return err
	}
	began := time.Now()
	if noticed, err := isNoticed(program, 0, 10*time.Minute); err != nil || noticed {
		return fmt.Errorf("the tests fail without any mutant: %w", errors.Join(err))
	}
	patience := 10 * time.Since(began) // of one mutant: a loop may never end
	killed := 0
	for i, found := range m.mutants {
		noticed, err := isNoticed(program, i+1, patience)
		if err != nil {
			return err
		}
		if noticed {
			killed++
			continue
		}
		fmt.Printf("survived: %s: %s becomes %s\n", found.where, found.was, found.becomes)
	}
	fmt.Printf("%d mutants, %d killed, %.1f %%\n", len(m.mutants), killed, 100*float64(killed)/float64(len(m.mutants)))
	return nil
}

// build compiles the tests of the engine with all mutants in it.
func build(dir string, packages []string, m *mutator) (program string, err error) {
	replaced := map[string]string{}
	add := func(path string, text []byte) error {
		into := filepath.Join(dir, fmt.Sprintf("%d.go", len(replaced)))
		path, err := filepath.Abs(path)
		replaced[path] = into
		return errors.Join(err, os.WriteFile(into, text, 0o600))
	}
	if err := add("pkg/engine/asleep/asleep.go", []byte(asleep)); err != nil {
		return "", err
	}
	for _, p := range packages {
		texts, err := m.mutate(p)
		for path, text := range texts {
			err = errors.Join(err, add(path, text))
		}
		if err != nil {
			return "", err
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replaced})
	if err != nil {
		return "", err
	}
	file, program := filepath.Join(dir, "overlay.json"), filepath.Join(dir, "engine.test")
	if err := os.WriteFile(file, overlay, 0o600); err != nil {
		return "", err
	}
	out, err := exec.Command("go", "test", "-vet=off", "-overlay", file, "-c", "-o", program, "./pkg/engine/vectors").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("the mutated engine does not compile: %w\n%s", err, out)
	}
	return program, nil
}

// isNoticed says whether the tests fail, or do not end, with a mutant awake.
func isNoticed(program string, number int, patience time.Duration) (bool, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c := exec.CommandContext(ctx, program, "-test.run", tests, "-test.failfast")
	c.Dir, c.Env = "pkg/engine/vectors", append(os.Environ(), fmt.Sprintf("MUTANT=%d", number))
	err := c.Run()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		return false, err
	}
	return err != nil, nil
}
