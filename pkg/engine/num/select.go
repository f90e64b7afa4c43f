package num

import "slices"

// SelectInPlace returns the value of rank k, 0 ≤ k < n, of x: what an ascending sort would
// put at x[k]. x is reordered so that x[:k] ≤ x[k] ≤ x[k+1:].
//
// x has shape [n] and holds no NaN and no −0 (MedianInPlace sees to both); outside that
// domain, or for k outside its range, the result is undefined. Expected linear time, never
// worse than n log n. Source: Hoare 1961, Algorithm 65, with the median of three as pivot,
// or a sample, and Lomuto's partition.
// Twin: src/engine/num/select.ts.
func SelectInPlace(x []float64, k int) float64 {
	left, right := 0, len(x)-1
	for round := 0; left < right; round++ {
		if round == 64 || right-left < 12 { // a hostile order, or too little left to split
			slices.Sort(x[left : right+1])
			break
		}
		pivot := pivotOf(x[left:right+1], k-left)
		at := left + part(x[left:right+1], pivot)
		if k < at {
			right = at - 1
			continue
		}
		if at == left {
			at += partEqual(x[left:right+1], pivot) // it is the least
			if k < at {
				return pivot
			}
		}
		left = at
	}
	return x[k]
}

// part puts the values below a pivot first and returns how many they are. It takes no branch
// that hangs on a value: of two values at the middle, one would be foretold wrongly.
func part(x []float64, pivot float64) int {
	below := 0
	for i, v := range x {
		x[i] = x[below]
		x[below] = v
		less := 0
		if v < pivot {
			less = 1
		}
		below += less
	}
	return below
}

// partEqual is part for the values that equal the pivot.
func partEqual(x []float64, pivot float64) int {
	equal := 0
	for i, v := range x {
		if v == pivot {
			x[i], x[equal] = x[equal], v
			equal++
		}
	}
	return equal
}

// A sample of sampleSize values, from sampleFrom on, spares a third of the way.
const (
	sampleFrom = 1000
	sampleSize = 63
)

// pivotOf returns a value of x that is likely near rank k: of a sample of many, the one that
// stands where k stands among all; of few, the middle of three.
func pivotOf(x []float64, k int) float64 {
	last := len(x) - 1
	if last < sampleFrom {
		return middleOf(x[0], x[last>>1], x[last])
	}
	var sample [sampleSize]float64
	for i := range sample {
		sample[i] = x[last*i/(sampleSize-1)]
	}
	slices.Sort(sample[:])
	return sample[(sampleSize-1)*k/last]
}

// middleOf returns the one of three values that is neither least nor greatest.
func middleOf(a, b, c float64) float64 {
	if a > b {
		a, b = b, a
	}
	switch {
	case c <= a:
		return a
	case c >= b:
		return b
	default:
		return c
	}
}
