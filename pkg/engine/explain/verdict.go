package explain

import (
	"math"
	"strconv"

	"github.com/tidemark/tidemark/pkg/engine/detect"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Finding is what there is to say of one slot.
type Finding struct {
	Score    float64 // how many times its limit; NaN where the value is missing
	Reason   float64 // of a score above 1, as in an analysis
	Above    bool    // whether the value is above the expected value
	Excluded bool
}

// Verdict describes the state of a slot and its reason in one sentence. Twin: verdict.
func Verdict(f Finding) string {
	switch {
	case f.Excluded:
		return "This time is excluded from judgement."
	case f.Reason == detect.ReasonMissing:
		return "There is no value, which the spec counts as an anomaly."
	case math.IsNaN(f.Score):
		return "There is no value to judge."
	case f.Score <= 1:
		return "The value is as expected, at " + tenths(f.Score) + " of its limit."
	case f.Reason == detect.ReasonHourlyMean:
		return "The last hour lies " + side(f.Above) + " the expected values by " + tenths(f.Score) + " times the limit of its mean."
	case f.Reason == detect.ReasonSpike && f.Above:
		return "The value rose at once, by " + tenths(f.Score) + " times the limit of a spike."
	case f.Reason == detect.ReasonSpike:
		return "The value fell at once, by " + tenths(f.Score) + " times the limit of a spike."
	case f.Reason == detect.ReasonStuck:
		return "The value has not changed for " + tenths(f.Score) + " times as long as it may."
	case f.Reason == detect.ReasonBounds:
		return "The value lies " + side(f.Above) + " the bound that the spec declares."
	}
	return "The value lies " + side(f.Above) + " the expected value by " + tenths(f.Score) + " times the limit."
}

func side(above bool) string {
	if above {
		return "above"
	}
	return "below"
}

// maxTenths: scores beyond are named so, since their digits mean nothing.
const maxTenths = 10_000

// tenths writes a number ≥ 0 with one decimal, the same in both languages.
func tenths(x float64) string {
	n := int(num.Round(num.Mul(min(x, maxTenths), 10)))
	return strconv.Itoa(n/10) + "." + strconv.Itoa(n%10)
}
