package plugin

import (
	"testing"
	"time"
)

// lookedInVain is how many models were wanted and not there.
func lookedInVain(t *testing.T) float64 {
	t.Helper()
	return metricOf(t, "tidemark_model_lookups_total", "miss")
}

func TestModelsAreLearntBeforeTheirCutIsJudged(t *testing.T) {
	midnight := noon.Truncate(24 * time.Hour)
	for _, tt := range []struct {
		name   string
		last   time.Duration // after midnight, when the rule asks for the last slot before it
		fields string
		begun  bool
	}{
		{"of a rule", 0, `"output":"alert"`, true},
		{"for the sentence of a rule", 4 * time.Minute, `"output":"value"`, true},
		{"not a slot earlier", -time.Minute, `"output":"alert"`, false},
		{"not where regressors would have to be read", 0, `"output":"alert","spec":{"features":{"regressors":[{"name":"r","query":{"query":{"expr":"load"}}}]}}`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, shopSeries{labels: api, value: busyDay})
			ask := func(at time.Time) string {
				b.now = at
				response := b.ask(true, tt.fields)
				if response.Error != nil {
					t.Fatal(response.Error)
				}
				return framesText(t, response.Frames)
			}
			ask(midnight.Add(tt.last - 5*time.Minute))
			models := b.process.models.Len()
			ask(midnight.Add(tt.last))
			deadline := time.Now().Add(10 * time.Second)
			for tt.begun && b.process.models.Len() == models && time.Now().Before(deadline) {
				time.Sleep(time.Millisecond)
			}
			before, points := lookedInVain(t), b.shop.points.Load()
			got := ask(midnight.Add(5 * time.Minute))
			if missed := lookedInVain(t) - before; (missed == 0) != tt.begun {
				t.Errorf("the first slot after the cut looked for %v models in vain; want none: %v", missed, tt.begun)
			}
			if read := b.shop.points.Load() - points; tt.begun && read != 1 {
				t.Errorf("%d points were read with it; want 1, or the store holds slots that were not over", read)
			}
			fresh := newBench(t, b.shop.series...)
			fresh.now = b.now
			if want := framesText(t, fresh.ask(true, tt.fields).Frames); got != want {
				t.Errorf("answer %s; want that of a new process, %s", got, want)
			}
		})
	}
}

func TestADashboardLearnsNothingBeforehand(t *testing.T) {
	b := newBench(t, shopSeries{labels: api, value: busyDay})
	b.now = noon.Truncate(24 * time.Hour)
	for _, output := range []string{"alert", "bands"} {
		if response := b.ask(false, `"output":"`+output+`"`); response.Error != nil {
			t.Fatal(response.Error)
		}
	}
	if got := b.process.prefetched.Len(); got != 0 {
		t.Errorf("%d cuts were begun prefetched; want none", got)
	}
}
