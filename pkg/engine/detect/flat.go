package detect

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// Half an hour, and flatLeast slots, must stand still before it is called a standstill, and
// a history of flatHistory times as many values, and of flatDays days of them, must say how
// long values stand still: what comes and goes by day may rest for hours.
const (
	flatMs      = 1_800_000
	flatLeast   = 12
	flatHistory = 10
	flatDays    = 3
)

// FlatLimit returns how many repeats of one value are too many: twice the longest run of
// the history; 0 if that is more than detection remembers, or the history too short to say.
func FlatLimit(values []float64, stepMs int64) int {
	longest, run, held := 0, 0, 0
	last := math.NaN()
	for _, v := range values {
		if math.IsNaN(v) {
			continue // neither adds to a run nor ends it
		}
		held++
		run++
		if v != last {
			run = 0
		}
		last = v
		longest = max(longest, run)
	}
	limit := max(2*longest+1, int(flatMs/stepMs), flatLeast)
	if int64(limit)*stepMs >= zone.DayMs || held < flatHistory*limit || int64(held)*stepMs < flatDays*zone.DayMs {
		return 0
	}
	return limit
}

// FlatScore is the score of a standstill: odd, never extreme.
const FlatScore = 1.1

// FlatScores returns FlatScore where the last limit slots with data repeat one value and
// lie within a day, since nothing here remembers more; else 0. values has shape [n].
func FlatScores(values []float64, limit int, stepMs int64) []float64 {
	scores := make([]float64, len(values))
	if limit == 0 {
		return scores
	}
	most := int(zone.DayMs / stepMs)
	var equal []int // the slots of the present run
	last := math.NaN()
	for i, v := range values {
		if math.IsNaN(v) {
			continue
		}
		if v != last {
			equal = equal[:0]
		}
		equal, last = append(equal, i), v
		if len(equal) > limit && i-equal[len(equal)-1-limit] <= most {
			scores[i] = FlatScore
		}
	}
	return scores
}
