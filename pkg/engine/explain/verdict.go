package explain

import (
	"math"
	"strconv"

	"github.com/tidemark/tidemark/pkg/engine/detect"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Finding is what there is to say of one slot.
type Finding struct {
	Score      float64 // NaN where the value is missing
	PointScore float64 // of the point alone, without the rules of leaps, ranges, lasting deviations and standstills
	OnsetScore float64 // of its leap from the two values before it
	RangeScore float64 // of its distance from all that the history has seen
	Above      bool    // whether the value is above what was expected
	Excluded   bool
}

// Verdict says in one sentence what a slot is, and by which rule. Twin: verdict.
func Verdict(f Finding) string {
	switch {
	case f.Excluded:
		return "This time is excluded from judgement."
	case math.IsNaN(f.PointScore):
		return "There is no value to judge."
	case f.Score > 1 && f.PointScore > 1:
		return "The value is " + tenths(f.PointScore) + " times as far " + side(f.Above) + " the expected value as where alerts begin."
	case f.Score > 1 && f.OnsetScore == f.Score:
		return "The value leapt " + side(f.Above) + " the two before it, " + tenths(f.OnsetScore) + " times as far as where alerts begin."
	case f.Score > 1 && f.RangeScore == f.Score:
		return "The value lies " + side(f.Above) + " all that lasted a quarter of an hour in its history, " + tenths(f.RangeScore) + " times as far as where alerts begin."
	case f.Score == detect.FlatScore:
		return "The value has stood still for longer than it ever did in its history."
	case f.Score > 1:
		return "The values of the last hour lie " + side(f.Above) + " what is expected for too long to be chance."
	case f.PointScore > 1:
		return "The value is unusual, but the spec says that such a deviation does not count."
	}
	return "The value is as expected: at " + tenths(f.PointScore) + " of the distance where alerts begin."
}

func side(above bool) string {
	if above {
		return "above"
	}
	return "below"
}

// mostTenths: scores beyond are named so, since their digits mean nothing.
const mostTenths = 10_000

// tenths writes a number ≥ 0 with one decimal, the same in both languages.
func tenths(x float64) string {
	n := int(num.Round(num.Mul(min(x, mostTenths), 10)))
	return strconv.Itoa(n/10) + "." + strconv.Itoa(n%10)
}
