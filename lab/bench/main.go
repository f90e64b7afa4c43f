// Command bench is Go's side of the speed bench: our least squares beside gonum's, on the
// job of test/bench/linear.ts. It prints JSON.
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

	"github.com/tidemark/tidemark/pkg/engine/fit"
	"gonum.org/v1/gonum/mat"
)

type result struct {
	Ms    float64 `json:"ms"`
	Worst float64 `json:"worst"` // distance of a coefficient from the truth
}

func main() {
	rows, columns, repeats := number(1), number(2), number(3)
	x, y := job(rows, columns)
	wide := mat.NewDense(columns, rows, x)
	tall := mat.DenseCopyOf(wide.T())
	target := mat.NewVecDense(rows, y)
	results := map[string]result{
		"Tidemark Go, normal equations": measure(repeats, func() ([]float64, error) {
			g, err := fit.GramOf(context.Background(), x, y, nil, 0, rows)
			if err != nil {
				return nil, err
			}
			s, err := fit.SolveGram(context.Background(), g, nil)
			if err != nil {
				return nil, err
			}
			return s.Coefficients, nil
		}),
		"Tidemark Go, QR with refinement": measure(repeats, func() ([]float64, error) {
			f, err := fit.LeastSquares(x, y, fit.LeastSquaresOptions{})
			if err != nil {
				return nil, err
			}
			return f.Coefficients, nil
		}),
		"gonum, QR": measure(repeats, func() ([]float64, error) {
			var qr mat.QR
			qr.Factorize(tall)
			var b mat.VecDense
			err := qr.SolveVecTo(&b, false, target)
			return b.RawVector().Data, err
		}),
		"gonum, normal equations": measure(repeats, func() ([]float64, error) {
			var xtx mat.SymDense
			xtx.SymOuterK(1, wide)
			var xty, b mat.VecDense
			xty.MulVec(wide, target)
			var c mat.Cholesky
			c.Factorize(&xtx)
			err := c.SolveVecTo(&b, &xty)
			return b.RawVector().Data, err
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

func job(rows, columns int) (x, y []float64) {
	state := uint32(1)
	uniform := func() float64 {
		state = state*1664525 + 1013904223
		return float64(state)/(1<<32) - 0.5
	}
	x = make([]float64, rows*columns)
	for i := range x {
		x[i] = uniform()
	}
	y = make([]float64, rows)
	for i := range y {
		y[i] = 0.1 * uniform()
		for j := range columns {
			y[i] += float64(j+1) * x[j*rows+i]
		}
	}
	return x, y
}

func measure(repeats int, work func() ([]float64, error)) result {
	var times []float64
	var coefficients []float64
	for range repeats + 1 {
		start := cpuMs()
		got, err := work()
		if err != nil {
			log.Fatal(err)
		}
		coefficients = got
		times = append(times, cpuMs()-start)
	}
	times = times[1:] // the first warms the caches
	slices.Sort(times)
	worst := 0.0
	for j, b := range coefficients {
		worst = max(worst, math.Abs(b-float64(j+1)))
	}
	return result{Ms: times[repeats/2], Worst: worst}
}

// cpuMs returns the CPU time of this process: others on the core do not count.
func cpuMs() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		log.Fatal(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e6
}
