// Command tree is Go's side of the bench of trees, on the job of test/bench/tree.ts. It
// prints JSON.
package main

import (
	"context"
	"encoding/json"
	"log"
	"math"
	"os"
	"slices"
	"strconv"
	"syscall"

	"github.com/tidemark/tidemark/pkg/engine/tree"
)

const columns = 20

type result struct {
	Ms    float64 `json:"ms"`    // median CPU to bin and grow
	Error float64 `json:"error"` // root mean square error held out
}

// bench is a job: a design column after column, and the held-out one of a quarter as many rows.
type bench struct {
	rows, held, repeats int
	x, y, heldX, heldY  []float64
}

func main() {
	b := job(number(1), number(2))
	results := map[string]result{
		"Tidemark Go, boosted": b.measure(func(bins *tree.Bins) (*tree.Ensemble, error) {
			return tree.Boost(context.Background(), bins, b.y, nil, nil, tree.BoostOptions{
				Options: tree.Options{MaxLeaves: 31, MinLeaf: 20}, Rounds: 100, LearningRate: 0.1,
			})
		}),
		"Tidemark Go, tree": b.measure(func(bins *tree.Bins) (*tree.Ensemble, error) {
			return tree.Cart(context.Background(), bins, b.y, nil, tree.Options{MaxDepth: 12, MinLeaf: 10})
		}),
		"Tidemark Go, forest": b.measure(func(bins *tree.Bins) (*tree.Ensemble, error) {
			return tree.Forest(context.Background(), bins, b.y, nil, tree.ForestOptions{Options: tree.Options{MaxDepth: 14, MinLeaf: 5, Features: 7}, Trees: 10})
		}),
	}
	if err := json.NewEncoder(os.Stdout).Encode(results); err != nil {
		log.Fatal(err)
	}
}

func number(i int) int {
	n, err := strconv.Atoi(os.Args[i])
	if err != nil {
		log.Fatal(err)
	}
	return n
}

func job(rows, repeats int) bench {
	state := uint32(1)
	uniform := func() float64 {
		state = state*1664525 + 1013904223
		return float64(state)/(1<<31) - 1
	}
	b := bench{rows: rows, held: rows / 4, repeats: repeats}
	n := b.rows + b.held
	rowsOfX := make([]float64, n*columns)
	for i := range rowsOfX {
		rowsOfX[i] = uniform()
	}
	b.x, b.heldX = make([]float64, b.rows*columns), make([]float64, b.held*columns)
	for i := range n {
		r := rowsOfX[i*columns : (i+1)*columns]
		y := r[0] - 2*r[1]*r[2] + 3*r[3]*r[3] + 2*max(r[4], 0.3) - r[5]*r[6]*r[7] + 0.3*uniform()
		for j, v := range r {
			if i < rows {
				b.x[j*rows+i] = v
			} else {
				b.heldX[j*b.held+i-rows] = v
			}
		}
		if i < rows {
			b.y = append(b.y, y)
		} else {
			b.heldY = append(b.heldY, y)
		}
	}
	return b
}

func (b bench) measure(grow func(*tree.Bins) (*tree.Ensemble, error)) result {
	var times []float64
	var ensemble *tree.Ensemble
	for range b.repeats + 1 {
		start := cpuMs()
		bins, err := tree.Bin(context.Background(), b.x, b.rows, tree.MaxBins)
		if err != nil {
			log.Fatal(err)
		}
		if ensemble, err = grow(bins); err != nil {
			log.Fatal(err)
		}
		times = append(times, cpuMs()-start)
	}
	times = times[1:] // the first warms the caches
	slices.Sort(times)
	squares := 0.0
	for i, y := range b.heldY {
		miss := y - ensemble.Answer(b.heldX, b.held, i)
		squares += miss * miss
	}
	return result{Ms: times[b.repeats/2], Error: math.Sqrt(squares / float64(b.held))}
}

// cpuMs returns the CPU time of this process: others on the core do not count.
func cpuMs() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		log.Fatal(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e6
}
