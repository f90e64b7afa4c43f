//go:build scale

package protocol_test

import (
	"testing"
	"time"
)

// At midnight all rules have new models to learn. They begin when the last slot before it is judged, and
// have a step's time.
func TestFigureTheFirstEvaluationAfterATrainingCutIsWarm(t *testing.T) {
	const series = 300
	upstream := startFleet(t, series)
	h := startHost(t, upstream.URL)
	midnight := time.Now().Truncate(24 * time.Hour).Add(-24 * time.Hour)
	ask := func(at time.Time) (used time.Duration) {
		before := h.cpu()
		for range 30 {
			answer := h.query(t.Context(), fromAlert, evaluation(at)).Responses["A"]
			if answer.Error == nil {
				if rows := answer.Frames[0].Rows(); rows != series {
					t.Fatalf("%d rows; want %d", rows, series)
				}
				return h.cpu() - before
			}
		}
		t.Fatal("no answer in 30 attempts")
		return 0
	}
	cold := ask(midnight.Add(-10 * time.Minute))
	ask(midnight)
	for used := h.cpu(); ; used = h.cpu() {
		time.Sleep(3 * time.Second)
		if h.cpu()-used < 50*time.Millisecond {
			break
		}
	}
	within(t, "300 series, nothing known, seconds on two idle cores", cold.Seconds()/cores, 20, "s")
	within(t, "300 series, first slot after a training cut", ask(midnight.Add(5*time.Minute)).Seconds()/cores, 1, "s")
}
