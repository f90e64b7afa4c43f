package adapt

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// sortedWindow keeps the values of a trailing window in order, so that medians cost two
// binary searches a point. NaN is never in it.
type sortedWindow struct{ values []float64 }

func newSortedWindow(capacity int) sortedWindow {
	return sortedWindow{values: make([]float64, 0, capacity)}
}

// slide puts in value i of a series, and takes out the one that was points before it.
func (w *sortedWindow) slide(series []float64, i, points int) {
	if i < points {
		w.add(series[i])
	} else {
		w.replace(series[i-points], series[i])
	}
}

// add puts a value in; NaN is ignored.
func (w *sortedWindow) add(v float64) {
	if math.IsNaN(v) {
		return
	}
	at := w.search(v)
	w.values = append(w.values, 0)
	copy(w.values[at+1:], w.values[at:])
	w.values[at] = v
}

// remove takes out a value that was added; NaN is ignored.
func (w *sortedWindow) remove(v float64) {
	if math.IsNaN(v) {
		return
	}
	at := w.search(v)
	w.values = append(w.values[:at], w.values[at+1:]...)
}

// replace takes a value out and puts another in; only what lies between them moves.
func (w *sortedWindow) replace(old, v float64) {
	if math.IsNaN(old) || math.IsNaN(v) {
		w.remove(old)
		w.add(v)
		return
	}
	from, to := w.search(old), w.search(v)
	switch {
	case v < old:
		copy(w.values[to+1:from+1], w.values[to:from])
		w.values[to] = v
	case v > old:
		copy(w.values[from:to-1], w.values[from+1:to])
		w.values[to-1] = v
	}
}

// search returns the first position whose value is not below v.
func (w *sortedWindow) search(v float64) int {
	low, high := 0, len(w.values)
	for low < high {
		at := (low + high) / 2
		if w.values[at] >= v {
			high = at
		} else {
			low = at + 1
		}
	}
	return low
}

// median returns the mean of the two middle values; NaN of none.
func (w *sortedWindow) median() float64 {
	n := len(w.values)
	if n == 0 {
		return math.NaN()
	}
	return middle(w.values[(n-1)/2], w.values[n/2])
}

func middle(a, b float64) float64 {
	if a == b {
		return a
	}
	return a + num.Mul(0.5, b-a)
}

// medianDistance returns the median of |v − center|. The distances left and right of the
// center are two ascending lists; their middle is found by halving the shorter.
func (w *sortedWindow) medianDistance(center float64) float64 {
	n := len(w.values)
	if n == 0 {
		return math.NaN()
	}
	split := w.search(center)
	return middle(w.distance(center, split, (n-1)/2), w.distance(center, split, n/2))
}

// distance returns the k-th smallest |v − center|; values before split are below center.
func (w *sortedWindow) distance(center float64, split, k int) float64 {
	left := func(i int) float64 { return center - w.values[split-1-i] } // ascending in i < split
	right := func(i int) float64 { return w.values[split+i] - center }
	low, high := max(0, k+1-(len(w.values)-split)), min(k+1, split)
	for low < high { // how many of the k + 1 smallest lie left
		fromLeft := (low + high) / 2
		if left(fromLeft) < right(k-fromLeft) {
			low = fromLeft + 1
		} else {
			high = fromLeft
		}
	}
	switch {
	case low == 0:
		return right(k)
	case k-low < 0:
		return left(low - 1)
	}
	return max(left(low-1), right(k-low))
}
