package features

import "testing"

// A search that follows ever higher neighbours to shorter and shorter periods ends where a
// period would be shorter than a slot.
func TestARefinedPeriodIsNoShorterThanASlot(t *testing.T) {
	x := make([]float64, 360)
	for i := range x {
		x[i] = 1 - float64(i)/1000 // the shorter the lag, the higher
	}
	got := autocorrelation{x: x, total: squares(x)}.refine(1.5, 0.1)
	if !(got >= 1) {
		t.Fatalf("refined to %v slots; want at least one", got)
	}
}
