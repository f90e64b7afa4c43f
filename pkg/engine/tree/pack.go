package tree

import (
	"math"
	"math/bits"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// MaxRows is how many rows, counted with their weights, a tree may grow on: more would
// leave too few bits for the target.
const MaxRows = 1<<20 - 1

// maxTarget keeps squares and sums of targets finite.
const maxTarget = 1e150

// wholeBits is the precision of a double, all of which are used: JavaScript adds doubles.
const wholeBits = 53

// packing puts a row's target and its weight into one whole number, target·2^countBits +
// weight, so that one addition adds both. Whole numbers add without rounding: the order of
// sums is free, and a child's histogram is exactly its parent's less its sibling's.
type packing struct {
	countBits uint
	scale     float64 // the target enters as round(target·scale), scale being a power of two
}

// packingFor chooses the bits for a total weight and the greatest |target|: as many as
// leave no sum above 2^53. Targets below 2^−500 all count as 0.
func packingFor(weight int, greatest float64) packing {
	p := packing{countBits: uint(bits.Len(uint(weight))), scale: 1}
	if greatest > 0 {
		p.scale = num.Scale(1, min(wholeBits-2-2*int(p.countBits)-num.Exponent(greatest), 500))
	}
	return p
}

// pack fills packed, shape [n], for rows; weights has shape [n], or is nil for ones.
//
// Errors: tree/not-finite, tree/too-many-rows, tree/no-rows.
func (p *packing) pack(packed []int64, target []float64, weights []int32, rows []int32) error {
	weight, greatest := 0, 0.0
	for _, r := range rows {
		weight += int(weightOf(weights, r))
		size := math.Abs(target[r])
		if !(size <= maxTarget) {
			return fault.New("tree/not-finite", "tree: target[%d] = %v; want a number within ±1e150. Leave rows with a missing target out, and scale huge ones.", r, target[r])
		}
		greatest = max(greatest, size)
	}
	if weight == 0 {
		return fault.New("tree/no-rows", "tree: no rows; want at least 1")
	}
	if weight > MaxRows {
		return fault.New("tree/too-many-rows", "tree: %d rows; want at most %d. Widen the step or shorten the window.", weight, MaxRows)
	}
	*p = packingFor(weight, greatest)
	scale, countBits := p.scale, p.countBits
	for _, r := range rows {
		whole := int64(math.Floor(float64(target[r]*scale) + 0.5)) // not fused: see num.Mul
		packed[r] = (whole<<countBits + 1) * int64(weightOf(weights, r))
	}
	return nil
}

func weightOf(weights []int32, row int32) int32 {
	if weights == nil {
		return 1
	}
	return weights[row]
}
