// Command neural is Go's side of the network's bench, on the job of test/bench/neural.ts. It
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
	"time"

	"github.com/tidemark/tidemark/pkg/engine/neural"
)

const columns = 20

type result struct {
	Ms    float64 `json:"ms"`
	Error float64 `json:"error"` // held-out root mean square error, mean over seeds
}

func main() {
	rows, epochs, seeds := number(1), number(2), number(3)
	held := rows / 4
	x, y := job(rows + held)
	results := map[string]result{}
	for _, activation := range []string{neural.Tanh, neural.ReLU} {
		results["Tidemark Go, "+activation] = measure(x, y, rows, epochs, seeds, activation)
	}
	if err := json.NewEncoder(os.Stdout).Encode(results); err != nil {
		log.Fatal(err)
	}
}

// cpuTime is what this process has used: another on the core does not count.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		log.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func number(i int) int {
	n, err := strconv.Atoi(os.Args[i])
	if err != nil {
		log.Fatal(err)
	}
	return n
}

func job(rows int) (x, y []float64) {
	state := uint32(1)
	uniform := func() float64 {
		state = state*1664525 + 1013904223
		return float64(state)/(1<<31) - 1
	}
	x, y = make([]float64, rows*columns), make([]float64, rows)
	for i := range x {
		x[i] = uniform()
	}
	for i := range y {
		r := x[i*columns:][:columns]
		y[i] = r[0] - 2*r[1]*r[2] + 3*r[3]*r[3] + 2*max(r[4], 0.3) - r[5]*r[6]*r[7] + 0.3*uniform()
	}
	return x, y
}

// measure trains with each seed on the first rows and tests on the others.
func measure(x, y []float64, rows, epochs, seeds int, activation string) result {
	train := make([]int, rows)
	for i := range train {
		train[i] = i
	}
	var times []float64
	total := 0.0
	for seed := range seeds {
		start := cpuTime()
		f, err := neural.Fit(context.Background(), x, y, columns, train, nil, neural.Options{
			Hidden: []int{32, 16}, Activation: activation, Epochs: epochs, Batch: 200, Rate: 0.001,
			Loss: neural.Loss{L2: 1e-4, Limit: math.Inf(1)}, Seed: int64(seed),
		})
		if err != nil {
			log.Fatal(err)
		}
		times = append(times, float64((cpuTime()-start).Nanoseconds())/1e6)
		out, err := f.Network.Predict(context.Background(), x[rows*columns:])
		if err != nil {
			log.Fatal(err)
		}
		squares := 0.0
		for i, v := range out {
			squares += (v - y[rows+i]) * (v - y[rows+i])
		}
		total += math.Sqrt(squares / float64(len(out)))
	}
	slices.Sort(times)
	return result{Ms: times[seeds/2], Error: total / float64(seeds)}
}
